import { ApiFailure } from './api.js'

/** Bytes as text in one of the encodings of `readFile`. */
export function decodeBytes(bytes: Uint8Array, encoding: string): string {
  switch (encoding.toLowerCase()) {
    case 'utf8':
    case 'utf-8':
      return new TextDecoder().decode(bytes)
    case 'hex':
      return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
    case 'base64':
      return btoa(toBinary(bytes))
    case 'binary':
    case 'latin1':
      return toBinary(bytes)
    default:
      throw new ApiFailure(`invalid encoding "${encoding}"`, 1300022)
  }
}

/** The bytes of a text in one of the encodings of `writeFile`; UTF-8 where none is given. */
export function encodeText(text: string, encoding = 'utf8'): Uint8Array<ArrayBuffer> {
  switch (encoding.toLowerCase()) {
    case 'utf8':
    case 'utf-8':
      return new TextEncoder().encode(text)
    case 'hex':
      return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
    case 'base64':
      return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
    case 'binary':
    case 'latin1':
      return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
    default:
      throw new ApiFailure(`invalid encoding "${encoding}"`, 1300022)
  }
}

function toBinary(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return text
}

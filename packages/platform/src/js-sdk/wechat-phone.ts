import { AppError } from '@photolift/contracts'

/** Where the JS-SDK on iOS and on Android differ: all of it is here. */
export interface WechatPhone {
  readonly system: 'ios' | 'android' | 'other'
  /** The address that WeChat verifies: iOS keeps that of the page load, Android takes the present one. */
  urlToSign(addresses: { entryUrl: string; currentUrl: string }): string
  /** How long WeChat wants to be left alone between choosing a picture and taking it. */
  readonly restAfterChoosingMs: number
  /** What an `<img>` can show of a chosen picture without its bytes; empty where nothing. */
  previewOf(localId: string): string
}

/** Of the JS-SDK on iOS, in which uploadImage right after chooseImage was seen to be lost «unconfirmed». */
const IOS_REST_MS = 100

export function wechatPhone(userAgent: string): WechatPhone {
  if (/iphone|ipad|ipod/i.test(userAgent)) {
    return {
      system: 'ios',
      urlToSign: ({ entryUrl }) => entryUrl,
      restAfterChoosingMs: IOS_REST_MS,
      // WKWebView shows no wxlocalresource://, and the library's repair of such an image needs a global `wx`.
      previewOf: () => '',
    }
  }
  return {
    system: /android/i.test(userAgent) ? 'android' : 'other',
    urlToSign: ({ currentUrl }) => currentUrl,
    restAfterChoosingMs: 0,
    previewOf: (localId) => localId,
  }
}

/** Whether a page runs where the JS-SDK does anything. WeChat on a computer says so, too, and knows fewer calls. */
export function isInWechat(userAgent: string): boolean {
  return /micromessenger/i.test(userAgent)
}

/** A page's address without what follows `#`, which no signature covers. */
export function withoutFragment(url: string): string {
  return url.split('#', 1)[0] ?? ''
}

/**
 * Chosen pictures in the order of the taps: a list, or on Android a JSON text, which some versions of the library leave as it is.
 * @throws AppError INTERNAL where it is neither
 */
export function readLocalIds(localIds: unknown): string[] {
  const list = typeof localIds === 'string' ? parsed(localIds) : localIds
  if (!Array.isArray(list) || !list.every((id) => typeof id === 'string'))
    throw new AppError('INTERNAL', 'chooseImage gave no list of localIds')
  return list
}

/** Base64 characters decoded at a time. */
const DECODE_STEP = 256 * 1024

/**
 * Bytes of what getLocalImgData gives: on Android bare Base64, line breaks among it, on iOS a data URL whose type is `image/jgp`. Piece
 * by piece, so that no second text of that length is made.
 *
 * @throws AppError PHOTO_UNREADABLE where it is empty or no Base64
 */
export function decodeLocalData(localData: unknown): Uint8Array<ArrayBuffer>[] {
  if (typeof localData !== 'string') throw new AppError('PHOTO_UNREADABLE', 'getLocalImgData gave no text')
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let rest = ''
  for (let at = startOfBase64(localData); at < localData.length; at += DECODE_STEP) {
    const text = rest + localData.slice(at, at + DECODE_STEP).replace(/\s+/g, '')
    const whole = at + DECODE_STEP >= localData.length ? text.length : text.length - (text.length % 4)
    rest = text.slice(whole)
    pieces.push(decoded(text.slice(0, whole)))
  }
  if (pieces.every(({ length }) => length === 0))
    throw new AppError('PHOTO_UNREADABLE', 'getLocalImgData gave no bytes')
  return pieces
}

function startOfBase64(text: string): number {
  return text.startsWith('data:') ? text.indexOf(',') + 1 : 0
}

function decoded(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  } catch (error) {
    throw new AppError('PHOTO_UNREADABLE', 'getLocalImgData gave no Base64', { cause: error })
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new AppError('INTERNAL', 'localIds is no JSON', { cause: error })
  }
}

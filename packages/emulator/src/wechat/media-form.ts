import type { IncomingMessage } from 'node:http'
import { WechatError } from './wechat-error.js'

/**
 * Reads the form of `media/upload`: the bytes of its field `media`.
 * @throws WechatError 41005 where there is no such file, or no form; 40006 where it is longer than `maxBytes`
 */
export async function readMediaForm(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  // Loaded here because the emulator must start fast.
  const { Busboy } = await import('@fastify/busboy')
  const busboy = openBusboy(Busboy, request)
  const chunks: Buffer[] = []
  let byteLength = 0
  let isThere = false
  await new Promise<void>((resolve, reject) => {
    busboy.on('file', (name: string, file: NodeJS.ReadableStream) => {
      const isMedia = name === 'media' && !isThere
      isThere ||= isMedia
      file.on('error', reject)
      file.on('data', (chunk: Buffer) => {
        if (!isMedia) return
        byteLength += chunk.length
        if (byteLength <= maxBytes) chunks.push(chunk)
      })
    })
    busboy.on('finish', resolve)
    busboy.on('error', () => reject(new WechatError(41005)))
    request.once('error', reject)
    request.pipe(busboy)
  })
  if (!isThere) throw new WechatError(41005)
  if (byteLength === 0 || byteLength > maxBytes) throw new WechatError(40006)
  return Buffer.concat(chunks)
}

function openBusboy(Busboy: typeof import('@fastify/busboy').Busboy, request: IncomingMessage) {
  try {
    return new Busboy({
      headers: { ...request.headers, 'content-type': request.headers['content-type'] ?? '' },
      isPartAFile: (name, _contentType, filename) => name === 'media' || filename !== undefined,
    })
  } catch {
    // Busboy throws on a Content-Type that is no form's.
    request.resume()
    throw new WechatError(41005)
  }
}

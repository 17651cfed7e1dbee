import type { IncomingMessage } from 'node:http'
import { parseContentMd5, refuseOtherMd5 } from './content-md5.js'
import { CosError } from './cos-error.js'
import type { Exchange } from './exchange.js'
import { headerOf } from './request-header.js'
import type { ObjectStore, StoredContent } from './store/object-store.js'

/** What one PUT, POST or part may hold. */
export const UPLOAD_MAX_BYTES = 5 * 1024 ** 3

/**
 * Streams a request's body into the store.
 * @throws CosError MissingContentLength, EntityTooLarge, InvalidDigest, BadDigest; nothing is kept then
 */
export async function receiveBody({ request, service }: Exchange): Promise<StoredContent> {
  const contentLength = request.headers['content-length']
  if (contentLength === undefined && request.headers['transfer-encoding'] === undefined) {
    throw new CosError('MissingContentLength', 'You must provide the Content-Length HTTP header.')
  }
  if (Number(contentLength ?? 0) > UPLOAD_MAX_BYTES) throw entityTooLarge()
  const contentMd5 = parseContentMd5(headerOf(request.headers, 'content-md5'))

  const content = await service.store.writeContent(limitBytes(bytesOf(request), UPLOAD_MAX_BYTES))
  checkReceived(service.store, content, () => refuseOtherMd5(contentMd5, content.md5))
  return content
}

/** Gives received bytes up when `check` throws, and lets the error pass. */
export function checkReceived(store: ObjectStore, content: StoredContent, check: () => void): void {
  try {
    check()
  } catch (error) {
    store.discardContent(content)
    throw error
  }
}

/** The body of a request, whose connection stays open when the reader stops early: an answer must still go out. */
export function bytesOf(request: IncomingMessage): AsyncIterable<Buffer> {
  return request.iterator({ destroyOnReturn: false })
}

/** Passes bytes on until there are more than `maxBytes`. @throws CosError EntityTooLarge */
export async function* limitBytes(source: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let byteLength = 0
  for await (const chunk of source) {
    byteLength += chunk.length
    if (byteLength > maxBytes) throw entityTooLarge()
    yield chunk
  }
}

function entityTooLarge(): CosError {
  return new CosError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed object size.')
}

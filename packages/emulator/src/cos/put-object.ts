import { sendEmpty } from './answer.js'
import { CosError } from './cos-error.js'
import type { AuthorizedExchange, Exchange } from './exchange.js'
import { checkReceived, receiveBody } from './receive-body.js'
import { requestAttributes } from './request-attributes.js'
import type { ObjectAttributes, StoredContent } from './store/object-store.js'

/** @see https://cloud.tencent.com/document/product/436/7749 (PUT Object) */
export async function putObject(exchange: AuthorizedExchange): Promise<void> {
  if (exchange.request.headers['pic-operations'] !== undefined) {
    throw new CosError('NotImplemented', 'The emulator does not process images on upload.')
  }
  refuseOverwrite(exchange)
  const attributes = requestAttributes(exchange)
  const content = await receiveBody(exchange)

  // Another request may have made the object while the bytes came in.
  checkReceived(exchange.service.store, content, () => refuseOverwrite(exchange))
  storeObject(exchange, { key: exchange.target.key, attributes, content })
  sendEmpty(exchange.response, 200, contentHeaders(content))
}

export interface NewObject {
  key: string
  attributes: ObjectAttributes
  content: StoredContent
}

/** Makes received bytes an object, replacing what was there. */
export function storeObject({ service, nowMs }: Exchange, { key, attributes, content }: NewObject): void {
  const { md5, ...bytes } = content
  service.store.putObject({ key, ...attributes, ...bytes, etag: md5, lastModifiedMs: nowMs })
}

/** What an answer says about the bytes that arrived. */
export function contentHeaders(content: StoredContent): Record<string, string> {
  return { ETag: `"${content.md5}"`, 'x-cos-hash-crc64ecma': content.crc64 }
}

/** @throws CosError FileAlreadyExists where `x-cos-forbid-overwrite: true` meets an existing object */
export function refuseOverwrite({ request, service, target }: Exchange): void {
  if (request.headers['x-cos-forbid-overwrite'] !== 'true') return
  if (service.store.getObject(target.key))
    throw new CosError('FileAlreadyExists', 'The object you specified already exists.')
}

import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { CosError } from '../cos-error.js'
import type { AuthorizedExchange } from '../exchange.js'
import { findObject, getObject } from '../get-object.js'
import { isImageOperation, parseImageOperation } from './image-operation.js'
import { describeImage, renderImage } from './render-image.js'

const INPUT_MAX_BYTES = 32 * 1024 * 1024

/** A GET whose query names an image operation. @see https://cloud.tencent.com/document/product/460/6924 */
export async function processImage(exchange: AuthorizedExchange): Promise<void> {
  const operation = parseImageOperation(exchange.target.query.names().find(isImageOperation) ?? '')
  const object = findObject(exchange)
  if (object.byteLength > INPUT_MAX_BYTES) {
    throw new CosError('ImageTooLarge', `An image of more than ${INPUT_MAX_BYTES} bytes cannot be processed.`)
  }
  const original = await buffer(exchange.service.store.readContent(object))

  if (operation.kind === 'info') {
    const info = { ...(await describeImage(original)), md5: createHash('md5').update(original).digest('hex') }
    sendDerived(exchange, { bytes: Buffer.from(JSON.stringify(info)), contentType: 'application/json' })
    return
  }
  try {
    sendDerived(exchange, await renderImage(original, operation.steps))
  } catch (error) {
    if (!operation.ignoreError || !(error instanceof CosError)) throw error
    await getObject(exchange)
  }
}

/** The derivative has an ETag of its own; how COS makes it is «unconfirmed». */
function sendDerived({ response }: AuthorizedExchange, image: { bytes: Buffer; contentType: string }): void {
  response.setHeader('Content-Type', image.contentType)
  response.setHeader('Content-Length', image.bytes.length)
  response.setHeader('ETag', `"${createHash('md5').update(image.bytes).digest('hex')}"`)
  response.end(image.bytes)
}

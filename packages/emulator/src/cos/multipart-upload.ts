import { createHash, randomBytes } from 'node:crypto'
import { sendEmpty, sendXml } from './answer.js'
import { CosError } from './cos-error.js'
import type { AuthorizedExchange } from './exchange.js'
import { contentHeaders, refuseOverwrite } from './put-object.js'
import { checkReceived, receiveBody } from './receive-body.js'
import { requestAttributes } from './request-attributes.js'
import type { ObjectStore, StoredPart, StoredUpload } from './store/object-store.js'
import { urlEncodeKey } from './url-encoding.js'
import { childrenOf, readXmlBody, textOf, type XmlNode } from './xml-body.js'

const PARTS_MAX = 10_000
const PART_MIN_BYTES = 1024 * 1024

/** @see https://cloud.tencent.com/document/product/436/7746 (Initiate Multipart Upload) */
export function initiateMultipartUpload(exchange: AuthorizedExchange): void {
  refuseOverwrite(exchange)
  const { key } = exchange.target
  const uploadId = `${Math.floor(exchange.nowMs / 1000)}${randomBytes(32).toString('hex')}`
  const attributes = requestAttributes(exchange)
  exchange.service.store.createUpload({ ...attributes, uploadId, key, initiatedMs: exchange.nowMs })
  sendXml(exchange.response, 'InitiateMultipartUploadResult', {
    Bucket: exchange.service.bucket,
    Key: key,
    UploadId: uploadId,
  })
}

/** A number that comes again replaces its part. @see https://cloud.tencent.com/document/product/436/7750 (Upload Part) */
export async function uploadPart(exchange: AuthorizedExchange): Promise<void> {
  if (exchange.request.headers['x-cos-copy-source'] !== undefined) {
    throw new CosError('NotImplemented', 'The emulator does not copy parts.')
  }
  const { store } = exchange.service
  const partNumber = parsePartNumber(exchange.target.query.get('partNumber') ?? '')
  const { uploadId } = findUpload(exchange)
  const content = await receiveBody(exchange)

  // Another request may have completed or aborted the upload while the bytes came in.
  checkReceived(store, content, () => findUpload(exchange))
  store.putPart(uploadId, { ...content, partNumber, lastModifiedMs: exchange.nowMs })
  sendEmpty(exchange.response, 200, contentHeaders(content))
}

/** Joins the parts. @see https://cloud.tencent.com/document/product/436/7742 (Complete Multipart Upload) */
export async function completeMultipartUpload(exchange: AuthorizedExchange): Promise<void> {
  const { request, response, service, nowMs } = exchange
  const { store } = service
  const upload = findUpload(exchange)
  refuseOverwrite(exchange)
  const root = await readXmlBody(exchange, 'CompleteMultipartUpload')
  const parts = chooseParts(childrenOf(root, 'Part'), store.listParts(upload.uploadId))

  const received = await store.writeContent(joinParts(store, parts))
  // Another request may have ended the upload, or made the object, while the parts were joined.
  checkReceived(store, received, () => {
    findUpload(exchange)
    refuseOverwrite(exchange)
  })
  const { md5: _md5OfWhole, ...content } = received
  const { uploadId, initiatedMs: _initiatedMs, ...attributes } = upload
  const etag = multipartEtag(parts)
  store.completeUpload(uploadId, { ...attributes, ...content, etag, lastModifiedMs: nowMs })

  response.setHeader('x-cos-hash-crc64ecma', content.crc64)
  sendXml(response, 'CompleteMultipartUploadResult', {
    Location: `http://${request.headers.host}/${urlEncodeKey(upload.key)}`,
    Bucket: service.bucket,
    Key: upload.key,
    ETag: `"${etag}"`,
  })
}

/** @see https://cloud.tencent.com/document/product/436/7740 (Abort Multipart Upload) */
export function abortMultipartUpload(exchange: AuthorizedExchange): void {
  exchange.service.store.deleteUpload(findUpload(exchange).uploadId)
  sendEmpty(exchange.response, 204)
}

/** The upload that a request names, which must be of the same key. @throws CosError NoSuchUpload */
export function findUpload({ service, target }: AuthorizedExchange): StoredUpload {
  const upload = service.store.getUpload(target.query.get('uploadId') ?? '')
  if (upload?.key !== target.key) throw noSuchUpload()
  return upload
}

function noSuchUpload(): CosError {
  return new CosError('NoSuchUpload', 'The specified multipart upload does not exist.')
}

function parsePartNumber(text: string): number {
  const partNumber = Number(text)
  if (!/^\d{1,5}$/.test(text) || partNumber < 1 || partNumber > PARTS_MAX) {
    throw new CosError('InvalidArgument', `Part number must be an integer from 1 to ${PARTS_MAX}.`)
  }
  return partNumber
}

/** The uploaded parts that a Complete names. @throws CosError MalformedXML, InvalidPart, InvalidPartOrder, EntityTooSmall */
function chooseParts(named: XmlNode[], uploaded: StoredPart[]): StoredPart[] {
  if (named.length === 0 || named.length > PARTS_MAX) {
    throw new CosError('MalformedXML', `CompleteMultipartUpload names 1 to ${PARTS_MAX} parts.`)
  }
  const numbers = named.map((part) => Number(textOf(part, 'PartNumber')))
  if (numbers.some((number, index) => index > 0 && number <= (numbers[index - 1] ?? 0))) {
    throw new CosError('InvalidPartOrder', 'The list of parts was not in ascending order.')
  }
  const parts = named.map((part, index) => {
    const partNumber = numbers[index]
    const etag = textOf(part, 'ETag')?.replaceAll('"', '').trim()
    const found = uploaded.find((candidate) => candidate.partNumber === partNumber && candidate.md5 === etag)
    // Numbers without a gap, from 1.
    if (!found || partNumber !== index + 1) {
      throw new CosError('InvalidPart', `Part ${partNumber} could not be found, or its ETag did not match.`)
    }
    return found
  })
  if (parts.slice(0, -1).some(({ byteLength }) => byteLength < PART_MIN_BYTES)) {
    throw new CosError('EntityTooSmall', 'Every part but the last needs at least 1 MB.')
  }
  return parts
}

async function* joinParts(store: ObjectStore, parts: StoredPart[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield* store.readContent(part)
}

/** MD5 over the parts' MD5s, and their number. */
function multipartEtag(parts: StoredPart[]): string {
  const hash = createHash('md5')
  for (const { md5 } of parts) hash.update(Buffer.from(md5, 'hex'))
  return `${hash.digest('hex')}-${parts.length}`
}

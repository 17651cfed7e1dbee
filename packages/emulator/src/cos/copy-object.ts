import { authorize } from './access-control.js'
import { sendXml } from './answer.js'
import { preconditionFailed, unmetCondition } from './conditional-request.js'
import { CosError } from './cos-error.js'
import type { AuthorizedExchange } from './exchange.js'
import { refuseOverwrite } from './put-object.js'
import { requestAttributes } from './request-attributes.js'
import { headerOf } from './request-header.js'
import { locateBucket } from './request-target.js'
import type { ObjectAttributes, StoredObject } from './store/object-store.js'
import { urlDecode } from './url-encoding.js'

/**
 * The copy shares the source's bytes. Its ACL and storage class are the defaults unless the request gives them.
 * @see https://cloud.tencent.com/document/product/436/10881 (PUT Object - Copy)
 */
export function copyObject(exchange: AuthorizedExchange): void {
  const { service, target, nowMs, response } = exchange
  const sourceKey = parseCopySource(exchange)
  authorize(exchange, exchange.caller, { action: 'GetObject', key: sourceKey })
  const attributes = requestAttributes(exchange)
  const replaced = isReplaced(exchange, attributes)
  if (sourceKey === target.key && !replaced) {
    throw new CosError(
      'InvalidRequest',
      'An object can be copied to itself only with x-cos-metadata-directive: Replaced.',
    )
  }
  refuseOverwrite(exchange)

  const source = service.store.getObject(sourceKey)
  if (!source) throw new CosError('NoSuchCopySource', 'The specified copy source does not exist.')
  refuseUnmetSourceConditions(exchange, source)
  const kept = replaced ? attributes : { ...attributes, headers: source.headers, metadata: source.metadata }
  const { contentId, byteLength, crc64, etag } = source
  service.store.putObject({ ...kept, contentId, byteLength, crc64, etag, key: target.key, lastModifiedMs: nowMs })

  response.setHeader('x-cos-hash-crc64ecma', crc64)
  sendXml(response, 'CopyObjectResult', {
    ETag: `"${etag}"`,
    CRC64: crc64,
    LastModified: new Date(nowMs).toISOString(),
  })
}

/** `<bucket host>/<percent-encoded key>` → the key. */
function parseCopySource({ request, service }: AuthorizedExchange): string {
  const copySource = headerOf(request.headers, 'x-cos-copy-source') ?? ''
  const [, host, rawKey] = /^([^/]+)\/(.+)$/.exec(copySource) ?? []
  const key = rawKey === undefined ? undefined : urlDecode(rawKey)
  if (host === undefined || key === undefined) throw invalidCopySource()
  if (/[?&]versionId=/i.test(copySource)) throw new CosError('NotImplemented', 'The emulator keeps no versions.')
  if (locateBucket(host, service).addressing !== 'virtual-hosted') throw invalidCopySource()
  return key
}

function invalidCopySource(): CosError {
  return new CosError('InvalidCopySource', 'Copy source must be <bucket host>/<url-encoded key>.')
}

/** Metadata comes from the source, or as a whole from the request, never from both. */
function isReplaced({ request }: AuthorizedExchange, { headers, metadata }: ObjectAttributes): boolean {
  const directive = headerOf(request.headers, 'x-cos-metadata-directive') ?? 'Copy'
  if (directive === 'Replaced') {
    if (headers['content-type'] === undefined) {
      throw new CosError('InvalidArgument', 'x-cos-metadata-directive: Replaced needs a Content-Type.')
    }
    return true
  }
  if (directive !== 'Copy') throw new CosError('InvalidArgument', 'x-cos-metadata-directive is Copy or Replaced.')
  if (Object.keys({ ...headers, ...metadata }).length > 0) {
    throw new CosError('InvalidArgument', 'Metadata needs x-cos-metadata-directive: Replaced.')
  }
  return false
}

/** Unlike those of GET, none of the four gives 304. */
function refuseUnmetSourceConditions({ request }: AuthorizedExchange, source: StoredObject): void {
  const condition = (name: string): string | undefined => headerOf(request.headers, `x-cos-copy-source-${name}`)
  const unmet = unmetCondition(
    {
      ifMatch: condition('if-match'),
      ifNoneMatch: condition('if-none-match'),
      ifModifiedSince: condition('if-modified-since'),
      ifUnmodifiedSince: condition('if-unmodified-since'),
    },
    source,
  )
  if (unmet) throw preconditionFailed()
}

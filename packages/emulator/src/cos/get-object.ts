import { pipeline } from 'node:stream/promises'
import { sendEmpty } from './answer.js'
import { refuseUnmetConditions } from './conditional-request.js'
import { CosError } from './cos-error.js'
import type { AuthorizedExchange } from './exchange.js'
import { objectHeaders } from './object-attributes.js'
import { parseRange } from './range.js'
import type { StoredObject } from './store/object-store.js'
import { headerBytes } from './url-encoding.js'

/** @see https://cloud.tencent.com/document/product/436/7753 (GET Object) */
export async function getObject(exchange: AuthorizedExchange): Promise<void> {
  const { request, response, service } = exchange
  const object = findObject(exchange)
  const headers = downloadHeaders(exchange, object)
  if (refuseUnmetConditions(request.headers, object) === 'not-modified') {
    sendEmpty(response, 304, { ETag: `"${object.etag}"` })
    return
  }
  const range = parseRange(request.headers.range, object.byteLength)

  const { start, end } = range ?? { start: 0, end: object.byteLength }
  const content = service.store.readContent(object, start, end)
  response.statusCode = range ? 206 : 200
  if (range) response.setHeader('Content-Range', `bytes ${start}-${end - 1}/${object.byteLength}`)
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  response.setHeader('Content-Length', end - start)
  await pipeline(content, response)
}

/** @see https://cloud.tencent.com/document/product/436/7745 (HEAD Object) */
export function headObject(exchange: AuthorizedExchange): void {
  const object = findObject(exchange)
  if (refuseUnmetConditions(exchange.request.headers, object) === 'not-modified') {
    sendEmpty(exchange.response, 304, { ETag: `"${object.etag}"` })
    return
  }
  const { response } = exchange
  for (const [name, value] of Object.entries(objectHeaders(object))) response.setHeader(name, value)
  response.setHeader('Content-Length', object.byteLength)
  response.end()
}

/** The object that a request reads. @throws CosError NoSuchKey */
export function findObject({ service, target }: AuthorizedExchange): StoredObject {
  const object = service.store.getObject(target.key)
  if (!object) throw new CosError('NoSuchKey', 'The specified key does not exist.')
  return object
}

/** The object's headers, changed by `response-*` parameters and by the rule of the default domain. */
function downloadHeaders(exchange: AuthorizedExchange, object: StoredObject): Record<string, string> {
  if (object.storageClass.endsWith('ARCHIVE')) {
    throw new CosError('InvalidObjectState', 'The operation is not valid for the current state of the object.')
  }
  return { ...objectHeaders(object), ...overriddenHeaders(exchange), ...defaultDomainHeaders(exchange) }
}

const OVERRIDES: Record<string, string> = {
  'response-content-type': 'content-type',
  'response-content-language': 'content-language',
  'response-expires': 'expires',
  'response-cache-control': 'cache-control',
  'response-content-disposition': 'content-disposition',
  'response-content-encoding': 'content-encoding',
}

function overriddenHeaders({ target, caller }: AuthorizedExchange): Record<string, string> {
  const overrides = target.query.entries().filter(([name]) => name in OVERRIDES)
  if (overrides.length > 0 && caller.kind === 'anonymous') {
    throw new CosError('InvalidRequest', 'Parameters response-* need a signed request.')
  }
  return Object.fromEntries(
    overrides.map(([name, value]) => {
      if (/[\r\n\0]/.test(value)) throw new CosError('InvalidArgument', `${name} holds a line break`)
      return [OVERRIDES[name] ?? name, headerBytes(value)]
    }),
  )
}

/**
 * Buckets created since 2024 hand everything out as attachments through COS's own domains, and no apps at all.
 * @see https://cloud.tencent.com/document/product/436/57456
 */
function defaultDomainHeaders({ target }: AuthorizedExchange): Record<string, string> {
  if (!target.defaultDomain) return {}
  if (/\.(apk|ipa)$/i.test(target.key)) {
    throw new CosError(
      'DownloadForbidden',
      'The APK/IPA file is not allowed to be distributed in a public network using COS default domain, please use custom domain instead.',
    )
  }
  return { 'x-cos-force-download': 'true', 'content-disposition': 'attachment' }
}

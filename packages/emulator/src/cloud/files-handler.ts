import { setCorsHeaders } from '../cos/cors.js'
import { CosError } from '../cos/cos-error.js'
import { createCosHandler, withCosAnswers } from '../cos/cos-handler.js'
import type { CosHandlerOptions } from '../cos/exchange.js'
import { getObject, headObject } from '../cos/get-object.js'
import { parseRequestTarget } from '../cos/request-target.js'
import { TemporaryKeys } from '../cos/temporary-keys.js'
import type { RequestHandler } from '../request-view.js'
import type { EmulatorSettings } from '../settings/settings.js'
import { type CloudEnvironment, cloudFileIdOf } from './cloud-environment.js'
import type { CloudFiles } from './cloud-files.js'
import type { DownloadLinks } from './download-links.js'

export interface FilesHandlerOptions {
  environment: CloudEnvironment
  /** The environment's bucket. */
  bucket: CosHandlerOptions
  files: CloudFiles
  links: DownloadLinks
  settings(): EmulatorSettings
}

/**
 * The two hosts that links of the HTTP API name, told apart by the method: forms go to COS in path style
 * (`cos.<region>.myqcloud.com/<bucket>/<key>`), reads to the environment's CDN (`<bucket>.tcb.qcloud.la/<key>`). The CDN
 * keeps nothing here; the real one does, for two minutes.
 */
export function createFilesHandler(options: FilesHandlerOptions): RequestHandler {
  const postToCos = createCosHandler({ ...options.bucket, endpointStyle: 'path-style' })
  const download = createDownloadHandler(options)
  return async (request, response) => {
    const reads = request.method === 'GET' || request.method === 'HEAD'
    await (reads ? download(request, response) : postToCos(request, response))
  }
}

function createDownloadHandler({ environment, bucket, files, links, settings }: FilesHandlerOptions): RequestHandler {
  const service = { ...bucket, temporaryKeys: bucket.temporaryKeys ?? new TemporaryKeys() }
  return withCosAnswers(async (request, response) => {
    const { method = '', headers, url = '' } = request
    const target = parseRequestTarget(url, headers.host ?? '', service)
    const nowMs = service.clock.nowMs(request)
    const exchange = { request, response, method, target, nowMs, service, caller: { kind: 'anonymous' } } as const
    setCorsHeaders(exchange)

    const link = { sign: target.query.get('sign'), t: target.query.get('t') }
    const linkHolds = links.holds(target.key, link, nowMs) && !service.tokensExpired(request)
    const isOpen = linkHolds || settings().cloudFileAccess === 'everybody'
    // «unconfirmed» what the CDN says; to whoever may not read, a file that is not there looks the same here.
    const readable = files.find(cloudFileIdOf(environment, target.key)).kind
    if (!isOpen || readable === 'owner-unknown') throw new CosError('AccessDenied', 'Access Denied.')
    await (method === 'HEAD' ? headObject(exchange) : getObject(exchange))
  })
}

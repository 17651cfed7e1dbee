import type { IncomingMessage, ServerResponse } from 'node:http'
import { requestUrl } from '../request-url.js'
import type { RequestHandler, RequestView } from '../request-view.js'
import type { AccessTokens, Moment } from './access-tokens.js'
import { readMediaForm } from './media-form.js'
import type { MediaShelf, TemporaryMedia } from './media-shelf.js'
import { sendWechatJson } from './wechat-endpoint.js'
import { refusalBody, WechatError } from './wechat-error.js'

export interface MediaEndpointsOptions {
  shelf: MediaShelf
  /** Of the service account: media of one account are nothing to another. */
  tokens: AccessTokens
  view: RequestView
  /** Answers everything else. */
  otherwise: RequestHandler
}

/**
 * `POST /cgi-bin/media/upload` and `GET /cgi-bin/media/get` of the service account. They stand beside the other endpoints because one
 * takes a form and the other answers with bytes. Every failure has status 200; those of `media/get` come as `text/plain`.
 *
 * «unconfirmed»: 40004, 40006 and 41005 are from WeChat's table of global codes. Of its two limits for a picture, 2 MB and 10 MB, the larger
 * one holds here; a voice has the same.
 *
 * @see official account documents: 新增临时素材, 获取临时素材
 */
export function createMediaHandler({ shelf, tokens, view, otherwise }: MediaEndpointsOptions): RequestHandler {
  return async function answerMedia(request, response) {
    const url = requestUrl(request)
    if (url.pathname !== UPLOAD && url.pathname !== GET) return otherwise(request, response)
    const moment = { nowMs: view.nowMs(request), expired: view.tokensExpired(request) }
    try {
      if (url.pathname === UPLOAD) sendWechatJson(response, await upload(request, url, moment))
      else give(response, find(request, url, moment))
    } catch (error) {
      if (!(error instanceof WechatError)) throw error
      const body = refusalBody(error.errcode, error.message, moment.nowMs)
      if (url.pathname === UPLOAD) sendWechatJson(response, body)
      else sendPlain(response, body)
    }
  }

  async function upload(request: IncomingMessage, url: URL, moment: Moment): Promise<object> {
    if (request.method !== 'POST') throw new WechatError(43002)
    tokens.check(url.searchParams.get('access_token') ?? undefined, moment)
    const kind = url.searchParams.get('type')
    if (kind !== 'image' && kind !== 'voice' && kind !== 'video') throw new WechatError(40004)
    const bytes = await readMediaForm(request, MEDIA_MAX_BYTES)
    const media_id = shelf.add({ bytes, kind, ...SHOWN_AS[kind], hasLength: true }, moment.nowMs)
    return { type: kind, media_id, created_at: Math.floor(moment.nowMs / 1_000) }
  }

  function find(request: IncomingMessage, url: URL, moment: Moment): [string, TemporaryMedia] {
    if (request.method !== 'GET') throw new WechatError(43001)
    tokens.check(url.searchParams.get('access_token') ?? undefined, moment)
    const mediaId = url.searchParams.get('media_id') ?? ''
    const media = shelf.find(mediaId, moment.nowMs)
    if (!media) throw new WechatError(40007, `invalid media_id hint: [${mediaId.slice(0, 6)}]`)
    return [mediaId, media]
  }
}

const UPLOAD = '/cgi-bin/media/upload'
const GET = '/cgi-bin/media/get'
const MEDIA_MAX_BYTES = 10 * 1024 * 1024

const SHOWN_AS = {
  image: { contentType: 'image/jpeg', extension: 'jpg' },
  voice: { contentType: 'voice/amr', extension: 'amr' },
  video: { contentType: 'video/mp4', extension: 'mp4' },
}

function give(response: ServerResponse, [mediaId, media]: [string, TemporaryMedia]): void {
  if (media.kind === 'video') {
    sendPlain(response, { video_url: `http://mpvideo.qpic.cn/${mediaId}.mp4` })
    return
  }
  const { bytes, contentType, extension, hasLength } = media
  response.writeHead(200, {
    'Content-Type': contentType,
    'Content-disposition': `attachment; filename="${mediaId}.${extension}"`,
    ...(hasLength && { 'Content-Length': bytes.length }),
  })
  response.end(bytes)
}

function sendPlain(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'Content-Type': 'text/plain' }).end(JSON.stringify(body))
}

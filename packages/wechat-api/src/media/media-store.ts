import { Readable } from 'node:stream'
import { AppError } from '@photolift/contracts'
import type { WechatTokens } from '../tokens/wechat-tokens.js'
import { errcodeOf, linkOf, type WechatAnswer } from '../wechat-answer.js'
import { toBaseUrl } from '../wechat-app.js'
import { waitFor } from '../wechat-call.js'
import { toForeignAnswer, toRefusal, wechatFailureOf } from '../wechat-failure.js'
import { type MediaAnswer, requestMedia } from './request-media.js'

export interface MediaLimits {
  /** Milliseconds until the head of an answer is there. Default 5,000. */
  connectWithinMs?: number
  /** Milliseconds for which no byte may come while some are awaited. Default 5,000. */
  silenceMs?: number
  /** Milliseconds until the last byte, tokens included. Default 45,000. */
  wholeWithinMs?: number
  signal?: AbortSignal
}

/** Bytes on their way from WeChat. */
export interface OpenedMedia {
  /** As WeChat says; undefined where it does not. */
  byteLength: number | undefined
  /** The first bytes, {@link MEDIA_PREFIX_BYTES} or all there are. Also in `body`. */
  prefix: Buffer
  /**
   * All bytes, with no more in memory than what is on its way. Fails with WECHAT_UNAVAILABLE where the connection breaks before
   * `byteLength` or nothing comes, and CANCELLED. Read or destroy it.
   */
  body: Readable
}

/** Temporary media of one account. */
export interface MediaStore {
  /**
   * Asks once; a token that WeChat refuses is replaced, once.
   *
   * @throws AppError MEDIA_NOT_FOUND (40007: it never was, has ended, or is another account's), PHOTO_TYPE_UNSUPPORTED (a video),
   *   WECHAT_UNAVAILABLE, CANCELLED, or what the errcode stands for; its cause is a WechatFailure where WeChat said so
   */
  open(mediaId: string, limits?: MediaLimits): Promise<OpenedMedia>
}

/**
 * Media that the JS-SDK has given to WeChat, read through `media/get`. What is an answer and what a failure is told by the bytes: both have
 * status 200, and a failure may come as `text/plain`.
 *
 * @throws AppError INTERNAL where `baseUrl` is no http or https URL
 * @see https://developers.weixin.qq.com/doc/service/api/material/temporary/api_getmedia.html
 */
export function createMediaStore({ baseUrl, tokens }: { baseUrl?: string; tokens: WechatTokens }): MediaStore {
  const base = toBaseUrl(baseUrl)

  return {
    async open(mediaId, { connectWithinMs = 5_000, silenceMs = 5_000, wholeWithinMs = 45_000, signal } = {}) {
      const deadline = AbortSignal.timeout(wholeWithinMs)
      const patience = { deadline, tryWithinMs: connectWithinMs }
      const ends = { deadline, signal, connectWithinMs, silenceMs }
      const openWith = async (wechatAccessToken: string) => {
        const url = new URL('/cgi-bin/media/get', base)
        url.search = new URLSearchParams({ access_token: wechatAccessToken, media_id: mediaId }).toString()
        return toMedia(await requestMedia(url, MEDIA_PREFIX_BYTES, ends))
      }

      const wechatAccessToken = await waitFor(tokens.get(), patience)
      try {
        return await openWith(wechatAccessToken)
      } catch (error) {
        if (!TOKEN_REFUSALS.has(wechatFailureOf(error)?.wechatErrcode)) throw error
      }
      await waitFor(tokens.refused(wechatAccessToken), patience)
      return openWith(await waitFor(tokens.get(), patience))
    },
  }
}

/** Enough to tell a picture's type. */
export const MEDIA_PREFIX_BYTES = 64

const TOKEN_REFUSALS = new Set<number | undefined>([40001, 40014, 42001])

/** @throws AppError as {@link MediaStore.open} */
async function toMedia(answer: MediaAnswer): Promise<OpenedMedia> {
  const { status, isAttachment, byteLength, prefix, chunks } = answer
  if (status !== 200) {
    answer.abandon()
    throw toForeignAnswer(status)
  }
  if (prefix.toString('latin1').trimStart().startsWith('{')) {
    const json = await readJson(prefix, chunks)
    const errcode = json && errcodeOf(json)
    if (json !== undefined && errcode !== undefined) throw toRefusal(errcode, json)
    if (json !== undefined && linkOf(json['video_url']) !== undefined) throw noPicture('the media is a video')
    // WeChat's own JSON is one of the two; a file that begins so is no picture either.
    throw isAttachment ? noPicture('the media begins like JSON') : toForeignAnswer(status)
  }
  // WeChat names the file that it gives; a gateway's page has no name.
  if (!isAttachment) {
    answer.abandon()
    throw toForeignAnswer(status)
  }
  const body = Readable.from(withPrefix(prefix, chunks), { objectMode: false })
  // It may break before anybody reads: whoever does then hears of it.
  body.on('error', () => {})
  // A generator that nobody has begun to read ends without a word.
  body.once('close', () => answer.abandon())
  return { byteLength, prefix, body }
}

async function* withPrefix(prefix: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (prefix.length > 0) yield prefix
  yield* rest
}

/** @returns undefined where it is no JSON object, or longer than any of WeChat's */
async function readJson(prefix: Buffer, rest: AsyncGenerator<Buffer>): Promise<WechatAnswer | undefined> {
  const parts = [prefix]
  let byteLength = prefix.length
  for await (const chunk of rest) {
    parts.push(chunk)
    byteLength += chunk.length
    if (byteLength > JSON_MAX_BYTES) return undefined
  }
  try {
    const parsed: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'))
    return typeof parsed === 'object' && parsed !== null ? (parsed as WechatAnswer) : undefined
  } catch {
    // Something else that begins with a brace.
    return undefined
  }
}

const JSON_MAX_BYTES = 64 * 1024

function noPicture(message: string): AppError {
  return new AppError('PHOTO_TYPE_UNSUPPORTED', message)
}

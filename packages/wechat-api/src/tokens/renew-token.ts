import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '@photolift/contracts'
import { WechatFailure, wechatFailureOf } from '../wechat-failure.js'
import type { FetchToken, IssuedToken } from './fetch-token.js'

/**
 * Replaces a token that WeChat has refused. Somebody else may have replaced it already, so it asks plainly first; a forced refresh
 * ends everybody's token and needs a claim, which one instance gets a minute. The others wait for what that one brings.
 *
 * @throws AppError WECHAT_UNAVAILABLE where WeChat goes on giving out the token that it refuses, or what a plain fetch rejects with
 */
export async function renewToken(
  refused: string,
  { fetchToken, claim }: { fetchToken: FetchToken; claim: () => Promise<boolean> },
): Promise<IssuedToken> {
  const plain = await fetchToken(false)
  if (plain.wechatAccessToken !== refused) return plain

  let outcome = 'one was made less than a minute ago'
  let failure: WechatFailure | undefined
  if (await claim()) {
    outcome = 'it brought the same token'
    try {
      const forced = await fetchToken(true)
      if (forced.wechatAccessToken !== refused) return forced
    } catch (error) {
      // Its answer may have been lost, or 45011 says that somebody forced it just now: a plain fetch shows.
      failure = wechatFailureOf(error)
      if (failure === undefined) throw error
      outcome = failure.message
    }
  }

  for (const pauseMs of PAUSES_MS) {
    await pause(pauseMs)
    const next = await fetchToken(false)
    if (next.wechatAccessToken !== refused) return next
  }
  const message = `WeChat gives out an access token that it refuses, and a forced refresh did not help: ${outcome}`
  const cause = failure ?? new WechatFailure(message, { remedy: REMEDY })
  throw new AppError('WECHAT_UNAVAILABLE', message, { cause, retryAfterSeconds: 60 })
}

/** Another instance's forced refresh takes one round trip to WeChat, after its claim. */
const PAUSES_MS = [250, 500, 1_000]

const REMEDY =
  'Wait a minute. Where it stays so, look for another program that forces tokens of this app, and compare WECHAT_API_BASE_URL on all instances.'

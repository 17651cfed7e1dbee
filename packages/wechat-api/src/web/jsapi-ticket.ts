import { textOf } from '../wechat-answer.js'
import type { TokenChannel } from '../wechat-channel.js'
import { toUnavailable } from '../wechat-failure.js'

/** The ticket that signs JS-SDK configurations of one service account. At any time at most one fetch is under way. */
export interface JsapiTickets {
  /** @throws AppError as the channel: WECHAT_UNAVAILABLE, RATE_LIMITED, INTERNAL (secret, IP list, no right to the JS-SDK) */
  get(): Promise<string>
}

/**
 * Keeps the ticket for five minutes at most: WeChat gives the same one while it lives, always with `expires_in` 7200, so that its true end
 * is unknown to whoever was not there at its start. Nothing tells a dead one from a live one but the page, whose signature WeChat refuses
 * for the address of the page just as well; and whoever may say so could make us ask as often as they like. So the time is what bounds it:
 * a page that signs anew after five minutes has a ticket that lives.
 *
 * @param now milliseconds since the epoch
 * @see service account documents: JS-SDK, jsapi_ticket
 */
export function createJsapiTickets(channel: TokenChannel, now: () => number = Date.now): JsapiTickets {
  let held: { ticket: string; untilMs: number } | undefined
  let flight: Promise<string> | undefined

  async function fetchTicket(): Promise<string> {
    const askedAtMs = now()
    const answer = await channel.call({ path: '/cgi-bin/ticket/getticket', query: { type: 'jsapi' } })
    const ticket = textOf(answer['ticket'])
    const lifeSeconds = answer['expires_in']
    if (ticket === undefined || typeof lifeSeconds !== 'number' || !(lifeSeconds >= 0))
      throw toUnavailable('WeChat answered without a ticket')
    held = { ticket, untilMs: askedAtMs + Math.min(lifeSeconds * 500, KEPT_AT_MOST_MS) }
    return ticket
  }

  return {
    async get() {
      if (held !== undefined && now() < held.untilMs) return held.ticket
      flight ??= fetchTicket().finally(() => (flight = undefined))
      return flight
    },
  }
}

/** 288 calls a day and instance at most, of the 100,000 that the console shows for this call «unconfirmed». */
const KEPT_AT_MOST_MS = 5 * 60_000

/** An answer of WeChat's: what was asked for, or `errcode` and `errmsg`. */
export type WechatAnswer = Readonly<Record<string, unknown>>

/**
 * Reads by content, since the Content-Type of WeChat's JSON is not stable; its status is 200 for failures too.
 *
 * @returns undefined where it is not WeChat's, such as a gateway's page, or broke off
 */
export async function readWechatAnswer(response: Response): Promise<WechatAnswer | undefined> {
  try {
    const body: unknown = JSON.parse(await response.text())
    const isAnswer = response.status === 200 && typeof body === 'object' && body !== null && !Array.isArray(body)
    return isAnswer ? (body as WechatAnswer) : undefined
  } catch {
    // No JSON, or no end of it: the caller tries again or says so.
    return undefined
  }
}

/** @returns undefined on success, where WeChat sends no errcode or 0 */
export function errcodeOf({ errcode }: WechatAnswer): number | undefined {
  return typeof errcode === 'number' && errcode !== 0 ? errcode : undefined
}

/** The id of a failed call, which WeChat writes into `errmsg` and explains in its console. */
export function ridOf({ errmsg }: WechatAnswer): string | undefined {
  return typeof errmsg === 'string' ? /\brid: ?([\w-]+)/.exec(errmsg)?.[1] : undefined
}

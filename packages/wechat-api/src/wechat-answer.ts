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
    return response.status === 200 && isAnswer(body) ? body : undefined
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
export function ridOf(answer: WechatAnswer): string | undefined {
  return /\brid: ?([\w-]+)/.exec(errmsgOf(answer))?.[1]
}

/** For what may be taken out of it: the whole text may repeat a secret. */
export function errmsgOf({ errmsg }: WechatAnswer): string {
  return typeof errmsg === 'string' ? errmsg : ''
}

/** @returns an empty list where the field is no list */
export function itemsOf(list: unknown): readonly WechatAnswer[] {
  return Array.isArray(list) ? list.filter(isAnswer) : []
}

/** @returns undefined where the field is missing, empty or no text */
export function textOf(field: unknown): string | undefined {
  return typeof field === 'string' && field !== '' ? field : undefined
}

/** @returns undefined where the field is no link that can be followed over http or https */
export function linkOf(field: unknown): string | undefined {
  const link = textOf(field)
  return link !== undefined && /^https?:$/.test(URL.parse(link)?.protocol ?? '') ? link : undefined
}

function isAnswer(value: unknown): value is WechatAnswer {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

import { bucketAddress } from '../bucket-address.js'
import type { Check, Finding } from '../check.js'

/** Signatures carry this machine's time: a few minutes off, and the storage takes none of them. */
export const clock: Check = {
  name: 'clock',
  async look({ env, now }) {
    const address = bucketAddress(env) ?? 'https://api.weixin.qq.com'
    const askedAt = now()
    const date = await dateOf(address)
    if (date === undefined) return []
    // The answer was written somewhere between the question and its arrival, which a busy machine draws out.
    const skewSeconds = Math.round(((askedAt + now()) / 2 - date) / 1_000)
    return [judge(skewSeconds)]
  },
}

function judge(skewSeconds: number): Finding {
  const size = Math.abs(skewSeconds)
  const finding = `this machine's clock is ${size} s ${skewSeconds > 0 ? 'ahead of' : 'behind'} the storage's`
  const fix = 'Switch on time synchronisation (NTP); forms and links are signed with the time of this machine.'
  if (size > 60) return { level: 'error', finding, fix }
  if (size > 5) return { level: 'warning', finding, fix }
  return { level: 'ok', finding: 'the clock agrees with the storage' }
}

/** Any answer has a Date, a refusal, too. Nobody answers: another check tells. */
async function dateOf(address: string): Promise<number | undefined> {
  try {
    const answer = await fetch(address, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(5_000) })
    const date = Date.parse(answer.headers.get('date') ?? '')
    return Number.isNaN(date) ? undefined : date
  } catch {
    return undefined
  }
}

import { ApiFailure } from './api.js'
import type { Phone } from './phone.js'

/** Small abilities of the device: clipboard, vibration, random bytes. */
export function deviceApi({ api, screen }: Phone) {
  return {
    setClipboardData: api.define('setClipboardData', async ({ data }: { data: string }) => {
      await navigator.clipboard.writeText(data)
      return {}
    }),
    getClipboardData: api.define('getClipboardData', async () => ({ data: await navigator.clipboard.readText() })),
    /** A browser on a desk has nothing to shake: the frame twitches, so that people see it. */
    vibrateShort: api.define('vibrateShort', ({ type = 'heavy' }: { type?: string }) => {
      if (!['heavy', 'medium', 'light'].includes(type)) throw new ApiFailure('style is illegal')
      screen.twitch()
      return {}
    }),
    getRandomValues: api.define('getRandomValues', ({ length }: { length: number }) => {
      if (!Number.isInteger(length) || length < 1 || length > 1_048_576) throw new ApiFailure('invalid length')
      const bytes = new Uint8Array(length)
      for (let at = 0; at < length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536))
      return { randomValues: bytes.buffer }
    }),
  }
}

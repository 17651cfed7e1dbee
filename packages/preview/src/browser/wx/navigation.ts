import { ApiFailure } from './api.js'
import { goBack } from './before-unload.js'
import type { Phone } from './phone.js'

interface To {
  readonly url: string
  readonly events?: Readonly<Record<string, (...values: unknown[]) => void>>
}

/** wx.navigateTo and its family. */
export function navigationApi(phone: Phone) {
  const { api } = phone
  return {
    navigateTo: api.define('navigateTo', ({ url, events }: To) => {
      const page = phone.pages.push(url, ({ channel }) => {
        for (const [name, listener] of Object.entries(events ?? {})) channel.on(name, listener)
      })
      return { eventChannel: page.channel }
    }),
    redirectTo: api.define('redirectTo', ({ url }: To) => {
      phone.pages.redirect(url)
      return {}
    }),
    reLaunch: api.define('reLaunch', ({ url }: To) => {
      phone.pages.relaunch(url)
      return {}
    }),
    navigateBack: api.define('navigateBack', async ({ delta = 1 }: { delta?: number }) => {
      // What the call tells then is «unconfirmed».
      if (!(await goBack(phone, delta))) throw new ApiFailure('cancel')
      return {}
    }),
  }
}

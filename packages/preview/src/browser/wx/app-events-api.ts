import type { AppEventMap } from '../state/app-events.js'
import type { Phone } from './phone.js'

const NAMES: Readonly<Record<string, keyof AppEventMap>> = {
  AppShow: 'appShow',
  AppHide: 'appHide',
  ThemeChange: 'themeChange',
  WindowResize: 'windowResize',
  MemoryWarning: 'memoryWarning',
  NetworkStatusChange: 'networkStatusChange',
  NetworkWeakChange: 'networkWeakChange',
  Error: 'error',
  UnhandledRejection: 'unhandledRejection',
}

/** wx.on… and wx.off… for events of the whole app. */
export function appEventsApi({ events }: Phone): Record<string, (listener: never) => void> {
  return Object.fromEntries(
    Object.entries(NAMES).flatMap(([suffix, name]) => [
      [`on${suffix}`, (listener: never) => events.on(name, listener)],
      [`off${suffix}`, (listener: never) => events.off(name, listener)],
    ]),
  )
}

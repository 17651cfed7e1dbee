import { type Browser, chromium } from 'playwright-core'
import { findBrowser } from './find-browser.js'

export { findBrowser } from './find-browser.js'
export type { FoundBrowser } from './found-browser.js'

export interface BrowserOptions {
  /** Default none. */
  detours?: readonly Detour[]
}

/** Whoever asks 127.0.0.1 for the port `from` is connected to the port `to`; URLs, origins and Host headers stay as they are. */
export interface Detour {
  from: number
  to: number
}

/**
 * Starts a headless Chromium that talks to loopback only.
 * @throws Error with a sentence where no browser can be found
 */
export async function launchBrowser({ detours = [] }: BrowserOptions = {}): Promise<Browser> {
  const { executablePath, env } = await findBrowser()
  return chromium.launch({
    executablePath,
    env: { ...process.env, ...env },
    args: [
      // Tests run as root in containers, where Chromium's sandbox cannot start. No other protection is switched off:
      // under --disable-web-security no test of CORS could fail.
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(detours.length > 0 ? [`--host-resolver-rules=${detours.map(toRule).join()}`] : []),
    ],
  })
}

/** @see https://source.chromium.org/chromium/chromium/src/+/main:net/base/host_mapping_rules.h */
function toRule({ from, to }: Detour): string {
  return `MAP 127.0.0.1:${from} 127.0.0.1:${to}`
}

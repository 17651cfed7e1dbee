import { type Browser, chromium } from 'playwright-core'
import { findBrowser } from './find-browser.js'

export { findBrowser } from './find-browser.js'
export type { FoundBrowser } from './found-browser.js'

/**
 * Starts a headless Chromium that talks to loopback only.
 * @throws Error with a sentence where no browser can be found
 */
export async function launchBrowser(): Promise<Browser> {
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
    ],
  })
}

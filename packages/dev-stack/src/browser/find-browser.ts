import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { FoundBrowser } from './found-browser.js'
import { unpackedChromium } from './unpacked-chromium.js'

/**
 * Finds Chromium, Chrome or Edge: the one that `PHOTOLIFT_BROWSER` names, an installed one, or, on Linux x64, the one inside
 * the npm package @sparticuz/chromium.
 * @throws Error with a sentence that says what to install
 */
export async function findBrowser(): Promise<FoundBrowser> {
  const named = process.env['PHOTOLIFT_BROWSER']
  if (named !== undefined) {
    if (!existsSync(named)) throw new Error(`PHOTOLIFT_BROWSER names ${named}, which does not exist.`)
    return { executablePath: named, env: {} }
  }
  const installed = installedBrowsers().find((path) => existsSync(path))
  if (installed !== undefined) return { executablePath: installed, env: {} }
  if (process.platform === 'linux' && process.arch === 'x64') return unpackedChromium()
  throw new Error(
    'No browser found for the tests that need one. Install Chrome, Chromium or Edge, or set PHOTOLIFT_BROWSER to its executable.',
  )
}

function installedBrowsers(): string[] {
  switch (process.platform) {
    case 'darwin':
      return [
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
        '/Applications/Chromium.app/Contents/MacOS/Chromium',
        '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
      ]
    case 'win32':
      return [process.env['PROGRAMFILES'], process.env['PROGRAMFILES(X86)'], process.env['LOCALAPPDATA']]
        .filter((folder) => folder !== undefined)
        .flatMap((folder) => [
          join(folder, 'Google/Chrome/Application/chrome.exe'),
          join(folder, 'Microsoft/Edge/Application/msedge.exe'),
        ])
    default:
      return [
        '/usr/bin/google-chrome',
        '/usr/bin/chromium',
        '/usr/bin/chromium-browser',
        '/usr/bin/microsoft-edge',
        '/snap/bin/chromium',
      ]
  }
}

import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { bundleScripts } from './bundle-scripts.ts'
import { copyAssets } from './copy-assets.ts'
import { findEntries } from './find-entries.ts'
import { createSourceLayout } from './source-layout.ts'

const appFolder = path.resolve(import.meta.dirname, '../..')

export const distFolder = path.join(appFolder, 'dist')

export interface BuildOptions {
  /** Absolute; emptied first. Default `dist/`. */
  outFolder?: string
  /** The service's address, such as `https://api.example.com`; no path. */
  serviceUrl: string
}

export interface BuiltApp {
  /** The app, its pages and its components. */
  entryCount: number
  /** Without a trailing slash, as the app uses it. */
  serviceUrl: string
}

/**
 * Builds `src/` into a plain mini-program: CommonJS, WXML, WXSS and JSON that DevTools opens with no compile plugin and
 * no 构建 npm. Of the npm components only those that a page can reach are taken along: all of TDesign is 1.7 MB.
 */
export async function buildApp({ outFolder = distFolder, serviceUrl }: BuildOptions): Promise<BuiltApp> {
  const serviceOrigin = parseOrigin(serviceUrl)
  const layout = createSourceLayout(appFolder)
  const entries = await findEntries(layout)

  await rm(outFolder, { recursive: true, force: true })
  await mkdir(outFolder, { recursive: true })
  await bundleScripts({ entries, layout, outFolder, serviceUrl: serviceOrigin })
  await copyAssets({ entries, layout, outFolder })
  return { entryCount: entries.length, serviceUrl: serviceOrigin }
}

function parseOrigin(serviceUrl: string): string {
  const url = URL.parse(serviceUrl)
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash) {
    throw new Error(`the service's address must look like https://api.example.com, not ${serviceUrl}`)
  }
  return url.origin
}

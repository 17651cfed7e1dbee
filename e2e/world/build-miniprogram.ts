import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { repositoryFolder } from '@photolift/dev-stack'

/** Builds the mini-program as it ships, for the service at an address. Rejects with what the build wrote when it fails. */
export async function buildMiniprogram({ serviceUrl, outFolder }: { serviceUrl: string; outFolder: string }) {
  const script = join(repositoryFolder, 'apps/miniprogram/scripts/build.ts')
  await promisify(execFile)(process.execPath, [script, '--service', serviceUrl, '--out', outFolder])
}

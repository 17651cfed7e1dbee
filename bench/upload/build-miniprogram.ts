import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { repositoryFolder } from '@photolift/dev-stack'

/** The mini-program as it ships, for the service at this address. Rejects with what the build wrote when it fails. */
export async function buildMiniprogram(serviceUrl: string, outFolder: string): Promise<void> {
  const script = join(repositoryFolder, 'apps/miniprogram/scripts/build.ts')
  await promisify(execFile)(process.execPath, [script, '--service', serviceUrl, '--out', outFolder])
}

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { repositoryFolder } from '@photolift/dev-stack'

/** How the mini-program finds its service: at an address, or as `<env>/<service>` of 云托管. */
export type ServiceAddress = { service: string } | { container: string }

/** Builds the mini-program as it ships. Rejects with what the build wrote when it fails. */
export async function buildMiniprogram(address: ServiceAddress, outFolder: string) {
  const [option, value] = 'service' in address ? ['--service', address.service] : ['--container', address.container]
  const script = join(repositoryFolder, 'apps/miniprogram/scripts/build.ts')
  await promisify(execFile)(process.execPath, [script, option, value, '--out', outFolder])
}

import { execFile } from 'node:child_process'
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { repositoryFolder } from '@photolift/dev-stack'
import { imageEnvironment } from './image-environment.ts'
import { serviceFile } from './service-file.ts'

const bakeScript = join(repositoryFolder, 'apps/server/scripts/bake-compile-cache.mjs')

/** The service as its image holds it: the one file, and a compile cache that the image's own script has filled. */
export interface BakedService {
  file: string
  env: Record<string, string>
}

/** Lays it out in a folder that is made for it, as the last stage of apps/server/Dockerfile does. */
export async function bakeService(folder: string): Promise<BakedService> {
  await mkdir(folder)
  const file = join(folder, 'main.mjs')
  const bake = join(folder, 'bake-compile-cache.mjs')
  await copyFile(serviceFile, file)
  await copyFile(bakeScript, bake)
  const env = { ...(await imageEnvironment()), NODE_COMPILE_CACHE: join(folder, 'compile-cache') }
  await promisify(execFile)(process.execPath, [bake], { env: { PATH: process.env['PATH'], ...env } })
  return { file, env }
}

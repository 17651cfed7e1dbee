import { copyFile, cp, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Stack } from '@photolift/dev-stack'

/** Tencent's SDK, byte for byte as it is published. */
const SDK_FILE = createRequire(import.meta.url).resolve('cos-wx-sdk-v5/dist/cos-wx-sdk-v5.min.js')

/** Writes a mini-program of one page that uploads in two other ways. @returns its folder */
export async function writeRivalApp(
  folder: string,
  { serviceUrl, emulator }: Pick<Stack, 'serviceUrl' | 'emulator'>,
): Promise<string> {
  await cp(join(import.meta.dirname, '../rivals/app'), folder, { recursive: true })
  await copyFile(SDK_FILE, join(folder, 'cos-wx-sdk-v5.min.js'))
  await writeFile(join(folder, 'config.js'), `module.exports = ${JSON.stringify({ serviceUrl, cos: emulator.cos })}`)
  return folder
}

import { stat } from 'node:fs/promises'
import path from 'node:path'
import { packageFiles } from './package-files.ts'

/** What we allow ourselves; WeChat allows 2 MB for the main package. */
export const PACKAGE_MAX_BYTES = 300_000

/** Of all files, as they ship. */
export async function packageByteLength(folder: string): Promise<number> {
  const files = await packageFiles(folder)
  const sizes = await Promise.all(files.map(async (file) => (await stat(path.join(folder, file))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}

import { readdir } from 'node:fs/promises'
import path from 'node:path'

/** The files of a built package, relative to its root, with `/`; all, or those whose name ends so. */
export async function packageFiles(folder: string, extension = ''): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .sort()
}

import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export const FILE_BYTES = 1_000_000

const FILES_PER_FOLDER = 50

/** Writes files of 1 MB that nothing has seen before, with Chinese names, in folders of fifty. */
export async function writeFolder(folder: string, count: number): Promise<void> {
  for (let file = 0; file < count; file++) {
    const subfolder = join(folder, `相册 ${Math.floor(file / FILES_PER_FOLDER) + 1}`)
    await mkdir(subfolder, { recursive: true })
    await writeFile(join(subfolder, `照片-${file + 1}.jpg`), randomBytes(FILE_BYTES))
  }
}

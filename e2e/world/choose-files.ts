import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FileChooser } from 'playwright-core'
import type { PictureFile } from './picture-file.js'

/**
 * Answers the browser's dialog. Playwright hands bytes over as text in a message, which took six seconds for nine photos of 1.6 MB: much
 * is answered with files of a folder instead, as a person does. The folder goes with the page. Not always, since Chromium reads names
 * of files in the system's locale, which need know no Chinese.
 */
export async function chooseFiles(chooser: FileChooser, files: readonly PictureFile[]): Promise<void> {
  if (files.reduce((sum, { buffer }) => sum + buffer.length, 0) < MUCH_BYTES) return chooser.setFiles([...files])
  const folder = await mkdtemp(join(tmpdir(), 'photolift-picked-'))
  chooser.page().once('close', () => rm(folder, { recursive: true, force: true }))
  const paths = await Promise.all(
    files.map(async ({ name, buffer }, index) => {
      // An album may hold two files of one name.
      const own = join(folder, String(index))
      await mkdir(own)
      await writeFile(join(own, name), buffer)
      return join(own, name)
    }),
  )
  await chooser.setFiles(paths)
}

const MUCH_BYTES = 1_000_000

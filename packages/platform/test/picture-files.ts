import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Files of one test run, in a folder of their own. */
export class PictureFiles {
  #count = 0

  private constructor(readonly folder: string) {}

  static async create(): Promise<PictureFiles> {
    return new PictureFiles(await mkdtemp(join(tmpdir(), 'photolift-platform-')))
  }

  async write(bytes: Uint8Array): Promise<string> {
    const path = join(this.folder, `${++this.#count}.jpg`)
    await writeFile(path, bytes)
    return path
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true })
  }
}

import { open, readFile, rename, rm, stat } from 'node:fs/promises'
import { AppError } from '@photolift/contracts'
import { writePrivateFile } from '../state/private-file.js'

/** What an unfinished download is a part of. */
export interface PartOf {
  fileId: string
  etag: string
  byteLength: number
}

/** A download that is not whole yet: `<target>.part` with the bytes, `<target>.part.json` with what they are of. */
export class PartFile {
  readonly #target: string

  constructor(target: string) {
    this.#target = target
  }

  get path(): string {
    return `${this.#target}.part`
  }

  /** What is there of the file. @returns undefined where nothing is, or something else */
  async find(fileId: string): Promise<(PartOf & { bytesHere: number }) | undefined> {
    try {
      const partOf = JSON.parse(await readFile(`${this.path}.json`, 'utf8')) as PartOf
      const { size } = await stat(this.path)
      if (partOf.fileId !== fileId || size > partOf.byteLength) return undefined
      return { ...partOf, bytesHere: size }
    } catch {
      // Absent or cut by a crash: the download begins at the beginning.
      return undefined
    }
  }

  /**
   * Begins with nothing of it.
   * @throws AppError FILE_UNREADABLE where something else than an unfinished download has its name
   */
  async begin(partOf: PartOf): Promise<void> {
    if (!(await this.#isOurs())) {
      throw new AppError(
        'FILE_UNREADABLE',
        'something else has the name of the target with .part behind; it is left as it is',
      )
    }
    // Its bytes go first: beside the new description old bytes would be taken for its own.
    await rm(this.path, { force: true })
    await (await open(this.path, 'w')).close()
    await writePrivateFile(`${this.path}.json`, JSON.stringify(partOf))
  }

  /** The whole file is here and takes its name. */
  async finish(): Promise<void> {
    const handle = await open(this.path, 'r+')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(this.path, this.#target)
    await rm(`${this.path}.json`, { force: true })
  }

  /** A download leaves its bytes without their description only where it was killed before the first of them. */
  async #isOurs(): Promise<boolean> {
    const bytesHere = await stat(this.path).then(({ size }) => size, absent)
    if (bytesHere === undefined || bytesHere === 0) return true
    return (await stat(`${this.path}.json`).then(() => true, absent)) ?? false
  }

  async discard(): Promise<void> {
    await rm(this.path, { force: true })
    await rm(`${this.path}.json`, { force: true })
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined
  throw error
}

import { open, readFile, rename, rm, stat } from 'node:fs/promises'
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

  /** Begins with nothing of it. */
  async begin(partOf: PartOf): Promise<void> {
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

  async discard(): Promise<void> {
    await rm(this.path, { force: true })
    await rm(`${this.path}.json`, { force: true })
  }
}

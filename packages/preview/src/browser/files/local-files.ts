import { contentTypeOf, extensionOf } from './content-type.js'
import { fileErrors } from './local-file-error.js'
import type { UserEntry, UserSpace } from './user-space.js'

/** Where the app may write (`wx.env.USER_DATA_PATH`). */
export const USER_DATA_PATH = 'wxfile://usr'
const SAVED_PREFIX = 'wxfile://store_'
const TEMPORARY_PREFIX = 'wxfile://tmp_'
/** Saved and user files together (file system guide). */
const USER_SPACE_LIMIT = 200 * 1024 * 1024

/** The phone's files as the app sees them. Temporary ones live as long as the page, the user's own are kept. */
export class LocalFiles {
  readonly #temporary = new Map<string, Blob>()
  readonly #kept = new Map<string, UserEntry>()
  readonly #urls = new Map<string, string>()
  #space: UserSpace | null = null
  #isFull = () => false

  /**
   * Must be called once, before the app runs.
   * @param isFull whether nothing more can be kept, however little there is
   */
  async open(space: UserSpace, isFull: () => boolean): Promise<void> {
    this.#space = space
    this.#isFull = isFull
    for (const entry of await space.readAll()) this.#kept.set(entry.path, entry)
  }

  /** Takes a file in under a new temporary path. The original name is not in it, as on a phone. */
  addTemporary(blob: Blob, name = ''): string {
    const path = TEMPORARY_PREFIX + randomName() + extensionOf(name, blob.type)
    this.#temporary.set(path, withType(blob, path))
    return path
  }

  /** @throws ApiFailure when there is no such file */
  read(path: string, operation = 'open'): Blob {
    const blob = this.#temporary.get(path) ?? this.#kept.get(normalize(path))?.blob
    if (!blob) throw fileErrors.notFound(operation, path)
    return blob
  }

  has(path: string): boolean {
    return this.#temporary.has(path) || this.#kept.has(normalize(path)) || isRoot(path)
  }

  isFolder(path: string): boolean {
    return isRoot(path) || this.#kept.get(normalize(path))?.blob === null
  }

  /** When a file was last written, in milliseconds since 1970; 0 for temporary ones. */
  modifiedAt(path: string): number {
    return this.#kept.get(normalize(path))?.modifiedAt ?? 0
  }

  /** Moves a temporary file to where it is kept. */
  async save(temporaryPath: string, path?: string): Promise<string> {
    const blob = this.read(temporaryPath, 'saveFile')
    const target = path ?? SAVED_PREFIX + randomName() + extensionOf(temporaryPath, blob.type)
    if (path) await this.write(path, blob)
    else await this.#keep(target, blob)
    this.#temporary.delete(temporaryPath)
    this.#forgetUrl(temporaryPath)
    return target
  }

  /** Writes a file under the user's folder, in place of the one that is there. */
  async write(path: string, blob: Blob): Promise<void> {
    this.#checkWritable(path)
    if (this.isFolder(path)) throw fileErrors.denied('open', path)
    await this.#keep(normalize(path), blob)
  }

  async makeFolder(path: string, isRecursive: boolean): Promise<void> {
    if (this.has(path)) {
      if (isRecursive && this.isFolder(path)) return
      throw fileErrors.exists('mkdir', path)
    }
    if (isRecursive && !this.has(parentOf(path))) await this.makeFolder(parentOf(path), true)
    this.#checkWritable(path)
    await this.#keep(normalize(path), null)
  }

  async remove(path: string): Promise<void> {
    this.read(path, 'unlink')
    this.#temporary.delete(path)
    await this.#drop(normalize(path))
  }

  async removeFolder(path: string, isRecursive: boolean): Promise<void> {
    if (!this.isFolder(path) || isRoot(path)) throw fileErrors.notFound('rmdir', path)
    const inside = [...this.#kept.keys()].filter((other) => other.startsWith(`${normalize(path)}/`))
    if (inside.length > 0 && !isRecursive) throw fileErrors.notEmpty(path)
    for (const other of [...inside, normalize(path)]) await this.#drop(other)
  }

  /** Names of what lies in a folder. */
  list(path: string): string[] {
    if (!this.isFolder(path)) throw fileErrors.notFound('scandir', path)
    const prefix = `${normalize(path)}/`
    const names = [...this.#kept.keys()]
      .filter((other) => other.startsWith(prefix))
      .map((other) => other.slice(prefix.length))
    return names.filter((name) => !name.includes('/'))
  }

  /** Files that `saveFile` keeps without a path of the app's own. */
  saved(): { filePath: string; size: number; createTime: number }[] {
    return [...this.#kept.values()]
      .filter(({ path }) => path.startsWith(SAVED_PREFIX))
      .map(({ path, blob, modifiedAt }) => ({
        filePath: path,
        size: blob?.size ?? 0,
        createTime: Math.floor(modifiedAt / 1000),
      }))
  }

  /** A URL under which the browser shows the file, or null when it is none of these files. */
  urlOf(path: string): string | null {
    const known = this.#urls.get(path)
    if (known) return known
    const blob = this.#temporary.get(path) ?? this.#kept.get(normalize(path))?.blob
    if (!blob) return null
    const url = URL.createObjectURL(blob)
    this.#urls.set(path, url)
    return url
  }

  /** Forgets everything, kept files too. */
  async clear(): Promise<void> {
    this.#temporary.clear()
    this.#kept.clear()
    await this.#space?.clear()
  }

  #checkWritable(path: string): void {
    if (!path.startsWith(`${USER_DATA_PATH}/`)) throw fileErrors.denied('open', path)
    if (!this.isFolder(parentOf(path))) throw fileErrors.notFound('open', path)
  }

  async #keep(path: string, blob: Blob | null): Promise<void> {
    const others = [...this.#kept.values()].filter((entry) => entry.path !== path)
    const used = others.reduce((sum, entry) => sum + (entry.blob?.size ?? 0), 0)
    const isTooMuch = this.#isFull() || used + (blob?.size ?? 0) > USER_SPACE_LIMIT
    if (blob && isTooMuch) throw fileErrors.full()

    const entry = { path, blob: blob && withType(blob, path), modifiedAt: Date.now() }
    await this.#space?.put(entry)
    this.#kept.set(path, entry)
    this.#forgetUrl(path)
  }

  async #drop(path: string): Promise<void> {
    if (this.#kept.delete(path)) await this.#space?.delete(path)
    this.#forgetUrl(path)
  }

  #forgetUrl(path: string): void {
    const url = this.#urls.get(path)
    if (url) URL.revokeObjectURL(url)
    this.#urls.delete(path)
  }
}

/** The files of this phone; the page has one. */
export const localFiles = new LocalFiles()

function withType(blob: Blob, path: string): Blob {
  const type = contentTypeOf(path)
  return blob.type === type ? blob : new Blob([blob], { type })
}

function randomName(): string {
  return crypto.randomUUID().replaceAll('-', '')
}

function normalize(path: string): string {
  return path.replace(/\/+$/, '')
}

function parentOf(path: string): string {
  const trimmed = normalize(path)
  return trimmed.slice(0, trimmed.lastIndexOf('/'))
}

function isRoot(path: string): boolean {
  return normalize(path) === USER_DATA_PATH
}

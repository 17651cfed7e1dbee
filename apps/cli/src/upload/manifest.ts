import { createHash } from 'node:crypto'
import { type FileHandle, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makePrivateFolder, writePrivateFile } from '../state/private-file.js'

/** What was sent under a key: the file as it was then. */
export interface ManifestEntry {
  key: string
  /** Absolute. */
  file: string
  byteLength: number
  modifiedAtMs: number
  /** Hex. */
  md5: string
  etag: string
  fileId: string
}

/**
 * What earlier runs have sent to one place. A line for each file, added when the storage has answered: a crash at any moment loses at
 * most the line that it cut, whose file is then found in the storage or sent again to the same key.
 */
export interface Manifest {
  get(key: string): ManifestEntry | undefined
  entries(): IterableIterator<ManifestEntry>
  add(entry: ManifestEntry): Promise<void>
  close(): Promise<void>
}

/** @param target storage and prefix: the same text means the same place */
export async function openManifest(folder: string, target: string): Promise<Manifest> {
  await makePrivateFolder(folder)
  const file = join(folder, `${createHash('sha256').update(target).digest('hex').slice(0, 32)}.jsonl`)
  const { entries, lineCount, isWhole } = await readEntries(file)
  // Another run to the same place may be adding lines right now; those would be lost here, and their files looked up again.
  if (lineCount > 2 * entries.size + 1_000) await writePrivateFile(file, [...entries.values()].map(toLine).join(''))
  const handle = await open(file, 'a', 0o600)
  if (!isWhole) await handle.write('\n')
  return {
    get: (key) => entries.get(key),
    entries: () => entries.values(),
    async add(entry) {
      entries.set(entry.key, entry)
      await handle.write(toLine(entry))
    },
    close: () => closeSafely(handle),
  }
}

/** After it the lines survive a loss of power, too. */
async function closeSafely(handle: FileHandle): Promise<void> {
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function readEntries(file: string) {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const lines = text.split('\n').filter((line) => line !== '')
  const entries = new Map<string, ManifestEntry>()
  for (const line of lines) {
    const entry = toEntry(line)
    if (entry !== undefined) entries.set(entry.key, entry)
  }
  return { entries, lineCount: lines.length, isWhole: text === '' || text.endsWith('\n') }
}

function toLine(entry: ManifestEntry): string {
  return `${JSON.stringify(entry)}\n`
}

/** A line that a crash has cut says nothing, and its file is looked at anew. */
function toEntry(line: string): ManifestEntry | undefined {
  try {
    const entry = JSON.parse(line) as ManifestEntry
    return typeof entry.key === 'string' && typeof entry.md5 === 'string' ? entry : undefined
  } catch {
    return undefined
  }
}

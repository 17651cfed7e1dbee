import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { KeyValueStore } from '../ports/key-value-store.js'

/** Keeps everything in one JSON file, which is replaced as a whole: a crash leaves the old or the new one. */
export function createFileStore(path: string): KeyValueStore {
  // One change at a time, or the later of two would write what the earlier has just replaced.
  let lastChange: Promise<void> = Promise.resolve()

  function change(edit: (values: Map<string, string>) => void): Promise<void> {
    const changed = lastChange.then(async () => {
      const values = await load(path)
      edit(values)
      await save(path, values)
    })
    // The next change starts from what is on disk, whatever became of this one; its own caller hears of the failure.
    lastChange = changed.catch(() => {})
    return changed
  }

  return {
    get: async (key) => (await load(path)).get(key),
    set: (key, value) => change((values) => values.set(key, value)),
    remove: (key) => change((values) => values.delete(key)),
  }
}

async function load(path: string): Promise<Map<string, string>> {
  try {
    return new Map(Object.entries(JSON.parse(await readFile(path, 'utf8')) as Record<string, string>))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map()
    throw error
  }
}

async function save(path: string, values: Map<string, string>): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.new`, JSON.stringify(Object.fromEntries(values), null, 2))
  await rename(`${path}.new`, path)
}

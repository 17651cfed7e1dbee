import { AppError } from '@photolift/contracts'
import type { ListedObject } from '@photolift/cos'
import type { Storage } from '../storage/storage.js'
import type { Manifest } from './manifest.js'

/** What the storage says lies under a key. `unknown`: it cannot be asked. */
export type Stored = Pick<ListedObject, 'byteLength' | 'etag'> | 'absent' | 'there' | 'unknown'

/** Tells what lies under the keys that are to be written, so that a run sends what is missing and nothing else. */
export type StoredObjects = (key: string) => Stored

/**
 * Asks the storage for all keys at once: by listing where it can list, else, for what an earlier run has sent, by asking for links.
 *
 * @param note hears why the storage cannot be asked
 * @throws AppError where it refuses our key as a whole: nothing could be sent either
 */
export async function lookUpStored(
  storage: Storage,
  request: { keys: readonly string[]; manifest: Manifest; prefix: string },
  note: (reason: string) => void,
): Promise<StoredObjects> {
  try {
    if (storage.store.abilities.has('list')) return await byListing(storage, request)
    // A wrong secret is told once, not by each of ten thousand files.
    await storage.store.checkAccess()
    return await byLinks(
      storage,
      request.keys.filter((key) => request.manifest.get(key) !== undefined),
    )
  } catch (error) {
    // A key pair that may write and not list is a careful choice; what was sent is then known from the manifest alone.
    if (!(error instanceof AppError) || error.cosErrorCode !== 'AccessDenied') throw error
    note(
      'The key pair may not list the bucket: what is already there is known from earlier runs of this computer alone.',
    )
    return () => 'unknown'
  }
}

async function byListing(
  { store }: Storage,
  { keys, prefix }: { keys: readonly string[]; prefix: string },
): Promise<StoredObjects> {
  const wanted = new Set(keys)
  const inOrder = keys.map((key) => Buffer.from(key)).toSorted(Buffer.compare)
  const found = new Map<string, ListedObject>()
  let next = 0
  let startAfter: string | undefined
  while (next < inOrder.length) {
    const page = await store.list({ prefix, ...(startAfter !== undefined && { startAfter }) })
    for (const object of page.objects) if (wanted.has(object.key)) found.set(object.key, object)
    if (page.next === undefined) break
    const end = Buffer.from(page.next)
    while (next < inOrder.length && Buffer.compare(inOrder[next] as Buffer, end) <= 0) next++
    startAfter = laterOf(page.next, justBefore(inOrder[next]?.toString()))
  }
  return (key) => found.get(key) ?? 'absent'
}

/** A key that sorts before `key` and not far from it: a bucket may hold millions of other objects in between. */
function justBefore(key: string | undefined): string {
  return key === undefined ? '' : key.replace(/.$/su, '')
}

function laterOf(one: string, other: string): string {
  return Buffer.compare(Buffer.from(one), Buffer.from(other)) >= 0 ? one : other
}

async function byLinks({ store }: Storage, keys: readonly string[]): Promise<StoredObjects> {
  const validFrom = new Date()
  const validUntil = new Date(validFrom.getTime() + 60_000)
  const links = await store.readUrls(keys.map((key) => ({ key, validFrom, validUntil })))
  const stored = new Map<string, Stored>()
  for (const [index, key] of keys.entries()) {
    const link = links[index]
    if (link === undefined) continue
    stored.set(key, 'url' in link ? 'there' : link.error.code === 'FILE_NOT_FOUND' ? 'absent' : 'unknown')
  }
  return (key) => stored.get(key) ?? 'unknown'
}

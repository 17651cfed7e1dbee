import { Readable } from 'node:stream'
import { expect, it } from '@jest/globals'
import { parseCloudFileId } from '../../src/index.js'
import type { StoreWorld } from '../store-world.js'

/** What every store with `cloud-file-ids` promises. */
export function describeCloudFileIds(world: () => StoreWorld): void {
  it("what is written has a cloud file id, and is the administrator's as long as nobody else is named", async () => {
    const { store, emulator, bucket } = world()
    const key = world().newKey()
    const bytes = Buffer.from('bytes')

    await store.write({ key, open: () => Readable.from([bytes]), byteLength: bytes.length, contentType: 'image/png' })

    const cloudFileId = store.cloudFileId(key) ?? ''
    expect(cloudFileId).toBe(`cloud://${emulator.cloud.env}.${bucket.bucket}/${key}`)
    expect(parseCloudFileId(cloudFileId)).toEqual({ cloudEnv: emulator.cloud.env, bucket: bucket.bucket, key })
    expect(await openedBy(world(), 'somebody', cloudFileId)).toBe('STORAGE_EXCEED_AUTHORITY')
    // As the environment's rules may say; only a file whose meta id is right is ever shown.
    emulator.settings.change({ cloudFileAccess: 'everybody' })
    expect(await openedBy(world(), 'somebody', cloudFileId)).toBe('bytes')
    emulator.settings.change({ cloudFileAccess: 'creator' })
  })
}

/** What the mini-program of one person gets for a `cloud://` id: the bytes as text, or the error. */
export async function openedBy({ emulator }: StoreWorld, openid: string, cloudFileId: string): Promise<string> {
  const response = await fetch(`${emulator.control.endpoint}/cloud-files`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ openid, fileIds: [cloudFileId] }),
  })
  const { files } = (await response.json()) as { files: { url?: string; error?: string }[] }
  const { url, error } = files[0] ?? {}
  return url === undefined ? (error ?? 'no answer') : (await fetch(url)).text()
}

/** What every store without `cloud-file-ids` promises. */
export function describeNoCloudFileIds(world: () => StoreWorld): void {
  it('there are no cloud file ids', () => {
    expect(world().store.cloudFileId('photos/a')).toBeUndefined()
  })
}

import { Readable } from 'node:stream'
import { expect, it } from '@jest/globals'
import type { ObjectStore, StorageAbility } from '../../src/index.js'
import { formRequest } from '../post-form.js'
import type { StoreWorld } from '../store-world.js'
import { linkTo } from './read-urls.contract.js'

/** Abilities whose lack is the lack of a call. */
export type CallAbility = Exclude<StorageAbility, 'image-operations' | 'cloud-file-ids'>

/** What every store without an ability promises: to say so, and to send nothing. */
export function describeLacking(world: () => StoreWorld, ability: CallAbility): void {
  it(`${ability} is refused with the reason`, async () => {
    const met = world().spoil({ latencyMs: 0 })

    await expect(CALLS[ability](world().store)).rejects.toMatchObject({
      code: 'STORAGE_CANNOT',
      message: expect.stringMatching(/^STORAGE_CANNOT: .{20,}/),
    })
    expect(met()).toBe(0)
  })
}

const BYTES = Buffer.from('bytes')

const CALLS: Record<CallAbility, (store: ObjectStore) => Promise<unknown>> = {
  'upload-forms': (store) => store.signUploadForms([formRequest('incoming/a', BYTES)]),
  multipart: async (store) => {
    const upload = { key: 'incoming/a', uploadId: 'u' }
    const calls = [
      () => store.listParts(upload),
      () => store.signPartUrls(upload, { parts: [], validFrom: new Date(0), expiresAt: new Date(1) }),
      () => store.completeMultipart(upload, []),
      () => store.abortMultiparts([upload]),
    ]
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'STORAGE_CANNOT' })
    return store.initiateMultipart({ key: 'incoming/a', contentType: 'image/jpeg' })
  },
  copy: (store) =>
    store.copy({ fromKey: 'incoming/a', toKey: 'photos/a', ifMatch: '0'.repeat(32), contentType: 'image/jpeg' }),
  prove: (store) => store.prove('photos/a', 16),
  write: (store) =>
    store.write({ key: 'a', open: () => Readable.from([BYTES]), byteLength: BYTES.length, contentType: 'image/png' }),
  read: (store) => store.read({ key: 'photos/a' }),
  delete: (store) => store.deleteMany(['photos/a']),
  list: (store) => store.list({ prefix: '' }),
  'read-urls': (store) => store.readUrls([linkTo('photos/a')]),
}

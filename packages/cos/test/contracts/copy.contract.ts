import { beforeEach, describe, expect, it } from '@jest/globals'
import type { UploadForm } from '../../src/index.js'
import { formRequest, md5Hex, postForm } from '../post-form.js'
import type { StoreWorld } from '../store-world.js'

const PHOTO = Buffer.from('\u00ff\u00d8\u00ff\u00e0 a photo of some size', 'latin1')
const OTHER_PHOTO = Buffer.from('\u00ff\u00d8\u00ff\u00e0 A PHOTO OF SOME SIZE', 'latin1')

/** What every store with `copy` promises. */
export function describeCopy(world: () => StoreWorld): void {
  describe('a copy', () => {
    let copy: { fromKey: string; toKey: string; ifMatch: string; contentType: string }

    beforeEach(() => {
      copy = {
        fromKey: world().newKey(),
        toKey: world().newKey(),
        ifMatch: md5Hex(PHOTO),
        contentType: 'image/png',
      }
    })

    it('is private and carries nothing that a form set beside its policy', async () => {
      const [form] = await world().store.signUploadForms([formRequest(copy.fromKey, PHOTO)])
      const fields = {
        'x-cos-meta-owner': 'somebody',
        'x-cos-grant-read': 'id="100000000001"',
        'Content-Disposition': 'attachment; filename="x.html"',
      }
      await expect(postForm({ form: form as UploadForm, bytes: PHOTO, fields })).resolves.toEqual({ status: 200 })

      await expect(world().store.copy(copy)).resolves.toBe('copied')

      const [stored] = world().stored(copy.toKey)
      expect(stored).toMatchObject({
        byteLength: PHOTO.length,
        etag: md5Hex(PHOTO),
        acl: 'private',
        grants: {},
        contentType: 'image/png',
        storageClass: 'STANDARD',
      })
      expect(stored?.meta).not.toHaveProperty('owner')
      const now = Date.now()
      const link = { key: copy.toKey, validFrom: new Date(now - 60_000), validUntil: new Date(now + 60_000) }
      const [answer] = await world().store.readUrls([link])
      const response = await fetch((answer as { url: string }).url)
      expect(response.headers.get('content-disposition')).toBeNull()
    })

    it('is not made of other bytes than the granted ones', async () => {
      await world().put(copy.fromKey, OTHER_PHOTO)

      await expect(world().store.copy(copy)).resolves.toBe('source-changed')
      expect(world().stored(copy.toKey)).toEqual([])
    })

    it('is not made of nothing', async () => {
      await expect(world().store.copy(copy)).resolves.toBe('source-missing')
    })

    it('is made although the first answer was lost', async () => {
      await world().put(copy.fromKey, PHOTO)
      world().spoil({ loseReply: true }, { times: 1 })

      await expect(world().store.copy(copy)).resolves.toBe('copied')
    })
  })
}

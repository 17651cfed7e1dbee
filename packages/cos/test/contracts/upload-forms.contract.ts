import { beforeEach, describe, expect, it } from '@jest/globals'
import type { UploadForm } from '../../src/index.js'
import { formRequest, md5Hex, postForm } from '../post-form.js'
import type { StoreWorld } from '../store-world.js'

const PHOTO = Buffer.from('\u00ff\u00d8\u00ff\u00e0 a photo of some size', 'latin1')
const OTHER_PHOTO = Buffer.from('\u00ff\u00d8\u00ff\u00e0 A PHOTO OF SOME SIZE', 'latin1')

/** What every store with `upload-forms` promises. */
export function describeUploadForms(world: () => StoreWorld): void {
  describe('upload forms', () => {
    let keys: string[]
    let forms: UploadForm[]

    beforeEach(async () => {
      keys = [world().newKey(), world().newKey()]
      forms = await world().store.signUploadForms(keys.map((key) => formRequest(key, PHOTO)))
    })

    it('come in the order of their requests, and each stores its one object, privately', async () => {
      const answers = await Promise.all(forms.map((form) => postForm({ form, bytes: PHOTO })))

      expect(answers).toEqual([{ status: 200 }, { status: 200 }])
      expect(forms.map(({ fields }) => fields['key'])).toEqual(keys)
      for (const key of keys) {
        expect(world().stored(key)).toMatchObject([
          { etag: md5Hex(PHOTO), acl: 'private', contentType: 'image/jpeg', storageClass: 'STANDARD' },
        ])
      }
    })

    it.each<[string, Parameters<typeof postForm>[0]['fields'], Buffer]>([
      ['other bytes', {}, OTHER_PHOTO],
      ['another size', {}, PHOTO.subarray(1)],
      ['another type', { 'Content-Type': 'text/html' }, PHOTO],
      ['public access', { acl: 'public-read' }, PHOTO],
      ['another key', { key: 'photos/u2/of-somebody-else' }, PHOTO],
      ['no signature', { 'q-signature': undefined }, PHOTO],
    ])('are refused with %s', async (_, fields, bytes) => {
      const answer = await postForm({ form: forms[0] as UploadForm, bytes, ...(fields && { fields }) })

      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(world().stored('')).not.toContainEqual(expect.objectContaining({ etag: md5Hex(bytes), key: keys[0] }))
      expect(world().stored('photos/u2/')).toEqual([])
    })

    it('tell an end, and it is in the policy', () => {
      for (const { expiresAt, fields } of forms) {
        const policy = JSON.parse(Buffer.from(fields['policy'] ?? '', 'base64').toString())

        expect(policy.expiration).toBe(expiresAt.toISOString())
        expect(fields['q-key-time']).toMatch(new RegExp(`;${Math.floor(expiresAt.getTime() / 1000)}$`))
      }
    })

    it('for nothing are none', async () => {
      await expect(world().store.signUploadForms([])).resolves.toEqual([])
    })
  })
}

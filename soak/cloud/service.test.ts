import { expect, it } from '@jest/globals'
import type { ConfirmationsResponse, PartsResponse, UploadGrantsResponse, UploadPart } from '@photolift/contracts'
import { VirtualClock } from '../simulation/virtual-clock.ts'
import { Bucket, type FormFields } from './bucket.ts'
import { readPartUrl } from './parts.ts'
import { Service } from './service.ts'

const MD5 = 'a'.repeat(32)
const REQUEST = {
  taskId: 'task-1',
  pickId: 'pick-1',
  position: 0,
  byteLength: 1_000,
  contentType: 'image/jpeg',
  contentMd5: MD5,
}

it('a task that is asked for again is the same photo; with other attributes it is refused', () => {
  const { authorize, service } = cloud()

  const grants = [REQUEST, REQUEST, { ...REQUEST, position: 1 }].map((request) => authorize(request))

  expect(grants.map((grant) => grant?.kind)).toEqual(['form', 'form', 'refused'])
  expect(service.rows).toHaveLength(1)
})

it('a photo is ready only when its object is there, once, and then needs no second sending', () => {
  const { authorize, confirm, send, service } = cloud()
  authorize(REQUEST)

  expect(confirm('photo-0')).toMatchObject({ error: { code: 'PHOTO_NOT_UPLOADED' } })
  send()
  expect(confirm('photo-0')).toMatchObject({ photo: { photoId: 'photo-0', status: 'ready' } })
  expect(confirm('photo-0')).toMatchObject({ photo: { photoId: 'photo-0', status: 'ready' } })
  expect(authorize(REQUEST)).toMatchObject({ kind: 'stored' })
  expect(service.gallery().map(({ photoId }) => photoId)).toEqual(['photo-0'])
})

it('a large photo comes in parts: what is stored is known, and it is ready when all of it is there', () => {
  const { authorize, confirm, parts, put } = cloud(400)
  expect(authorize(REQUEST)).toMatchObject({ kind: 'multipart', photoId: 'photo-0', partByteLength: 400 })
  const [first, second, third] = parts('photo-0')

  expect([first, second, third].map((part) => part?.byteLength)).toEqual([400, 400, 200])
  expect([put(third, 800), put(first, 0)]).toEqual([200, 200])
  expect(parts('photo-0').map(({ stored }) => stored)).toEqual([true, false, true])
  expect(confirm('photo-0')).toMatchObject({ error: { code: 'PHOTO_NOT_UPLOADED' } })
  expect(put(second, 400)).toBe(200)
  expect(confirm('photo-0')).toMatchObject({ photo: { status: 'ready' } })
  expect(put(first, 0)).toBe(404)
})

it('a large photo whose parts are from elsewhere in its file is another one', () => {
  const { authorize, confirm, parts, put } = cloud(400)
  authorize(REQUEST)
  const [first, second, third] = parts('photo-0')

  put(first, 400)
  put(second, 0)
  put(third, 800)

  expect(confirm('photo-0')).toMatchObject({ error: { code: 'PHOTO_NOT_AS_GRANTED' } })
})

it('a login that it has forgotten opens nothing', () => {
  const { authorize, service } = cloud()
  service.loginEpoch += 1

  expect(() => authorize(REQUEST)).toThrow('401')
})

it('the gallery has the newest pick first, and picked order inside a pick', () => {
  const { authorize, confirm, send, service } = cloud()
  const wanted = [
    { ...REQUEST, taskId: 'a', position: 1 },
    { ...REQUEST, taskId: 'b', position: 0 },
    { ...REQUEST, taskId: 'c', pickId: 'pick-2', position: 0 },
  ]
  for (const [index, request] of wanted.entries()) {
    authorize(request)
    send(index)
    confirm(`photo-${index}`)
  }

  expect(service.gallery().map(({ taskId }) => taskId)).toEqual(['c', 'b', 'a'])
})

function cloud(partBytes?: number) {
  const clock = new VirtualClock()
  const bucket = new Bucket(clock)
  const service = new Service(clock, bucket, partBytes)
  const fields = new Map<number, FormFields>()
  function post<Body>(path: string, body: object): Body {
    const answer = service.handle({ method: 'POST', path, authorization: 'Bearer token-0', body: JSON.stringify(body) })
    if (answer.status !== 200) throw new Error(String(answer.status))
    return JSON.parse(answer.body) as Body
  }
  return {
    service,
    authorize(photo: object) {
      const [grant] = post<UploadGrantsResponse>('/v1/upload-grants', { photos: [photo] }).grants
      if (grant?.kind === 'form') fields.set(fields.size, grant.fields as unknown as FormFields)
      return grant
    },
    confirm: (photoId: string) => post<ConfirmationsResponse>('/v1/confirmations', { photoIds: [photoId] }).results[0],
    parts: (photoId: string) => post<PartsResponse>(`/v1/photos/${photoId}/parts`, {}).parts,
    /** Sends what begins at `start` of the file. @returns the status */
    put(part: UploadPart | undefined, start: number) {
      if (part === undefined || part.stored) throw new Error('nothing is missing')
      return bucket.putPart(readPartUrl(part.url), { md5: MD5, start, byteLength: part.byteLength }).status
    },
    send(index = 0) {
      const form = fields.get(index)
      if (form === undefined) throw new Error('nothing was granted')
      bucket.post(form, { path: 'wxfile://tmp/0.jpg', byteLength: 1_000, md5: MD5 })
    },
  }
}

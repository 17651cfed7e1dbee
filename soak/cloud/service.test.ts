import { expect, it } from '@jest/globals'
import type { ConfirmationsResponse, UploadGrantsResponse } from '@photolift/contracts'
import { VirtualClock } from '../simulation/virtual-clock.ts'
import { Bucket, type FormFields } from './bucket.ts'
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

function cloud() {
  const clock = new VirtualClock()
  const bucket = new Bucket(clock)
  const service = new Service(clock, bucket)
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
    send(index = 0) {
      const form = fields.get(index)
      if (form === undefined) throw new Error('nothing was granted')
      bucket.post(form, { path: 'wxfile://tmp/0.jpg', byteLength: 1_000, md5: MD5 })
    },
  }
}

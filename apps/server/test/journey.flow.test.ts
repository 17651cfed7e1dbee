import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { postForm, uploadRequest } from './client.js'
import { md5, photoBytes } from './photo-bytes.js'
import { type RunningService, runService } from './running-service.js'
import { ownMetadata } from './test-storage.js'

let service: RunningService

beforeAll(async () => {
  service = await runService()
})
afterAll(() => service.close())

describe('the journey of a photo', () => {
  it('ends in the gallery, with links to exactly the bytes that were sent', async () => {
    const ann = await service.person('ann')
    const bytes = photoBytes('image/jpeg', 50_000)

    const photo = await ann.store(bytes, { name: '小明 😀.jpg' })

    const { photos, nextCursor } = await ann.gallery()
    expect(photos).toEqual([photo])
    expect(nextCursor).toBeNull()
    expect(photo).toMatchObject({ status: 'ready', name: '小明 😀.jpg', byteLength: 50_000, contentType: 'image/jpeg' })
    const seen = await fetch(photo.viewUrl as string)
    expect(md5(Buffer.from(await seen.arrayBuffer()))).toBe(md5(bytes))
  })

  it('leaves one private object behind, under a key that no form has named', async () => {
    const bob = await service.person('bob')
    const bytes = photoBytes()
    const grant = await bob.grant(uploadRequest(bytes))
    await postForm(grant, bytes)

    await bob.confirm(grant.photoId)

    const objects = service.objects().filter(({ key }) => key.includes(bob.userId))
    expect(objects).toHaveLength(1)
    expect(objects[0]).toMatchObject({ acl: 'private', contentType: 'image/jpeg' })
    expect(objects[0]?.meta).toEqual(ownMetadata())
    expect(objects[0]?.key).not.toBe(grant.key)
  })

  it('shows the newest pick first and each pick in its picked order, whatever arrives first', async () => {
    const cat = await service.person('cat')
    for (const position of [2, 0, 1]) await cat.store(photoBytes(), { pickId: 'first', position })
    for (const position of [1, 0]) await cat.store(photoBytes(), { pickId: 'second', position })

    const top = await cat.gallery('?limit=3')
    const rest = await cat.gallery(`?limit=3&cursor=${top.nextCursor}`)

    const places = [...top.photos, ...rest.photos].map(({ pickId, position }) => `${pickId} ${position}`)
    expect(places).toEqual(['second 0', 'second 1', 'first 0', 'first 1', 'first 2'])
    expect(rest.nextCursor).toBeNull()
  })

  it('says in one call what became of each photo, in the order of the request', async () => {
    const dan = await service.person('dan')
    const bytes = [photoBytes(), photoBytes()] as const
    const sent = await dan.grant(uploadRequest(bytes[0]))
    const notSent = await dan.grant(uploadRequest(bytes[1]))
    await postForm(sent, bytes[0])

    const results = await dan.confirm(notSent.photoId, sent.photoId, 'no-photo', sent.photoId)

    expect(results).toMatchObject([
      { photoId: notSent.photoId, error: { code: 'PHOTO_NOT_UPLOADED' } },
      { photoId: sent.photoId, photo: { status: 'ready' } },
      { photoId: 'no-photo', error: { code: 'PHOTO_NOT_FOUND' } },
      { photoId: sent.photoId, photo: { status: 'ready' } },
    ])
    expect((await dan.photo(notSent.photoId)).status).toBe('pending')
  })

  it('confirms once: a second call gives the same photo and moves no object', async () => {
    const eve = await service.person('eve')
    const first = await eve.store()
    const before = service.objects()

    const [second] = await eve.confirm(first.photoId)

    expect(second).toEqual({ photoId: first.photoId, photo: first })
    expect(service.objects()).toEqual(before)
  })

  it('deletes row and object, as often as it is asked', async () => {
    const fay = await service.person('fay')
    const photo = await fay.store()

    const answers = [
      await fay.send('DELETE', `/v1/photos/${photo.photoId}`),
      await fay.send('DELETE', `/v1/photos/${photo.photoId}`),
    ]

    expect(answers.map(({ status }) => status)).toEqual([204, 204])
    expect((await fay.gallery()).photos).toEqual([])
    expect((await fay.send('GET', `/v1/photos/${photo.photoId}`)).status).toBe(404)
    expect(service.objects().filter(({ key }) => key.includes(fay.userId))).toEqual([])
    expect((await fetch(photo.viewUrl as string)).status).toBe(404)
  })

  it('deletes an account with all its photos; its token opens nothing any more', async () => {
    const gil = await service.person('gil')
    await gil.store()
    await gil.grant(uploadRequest(photoBytes()))

    const deleted = await gil.send('DELETE', '/v1/me')

    expect(deleted.status).toBe(204)
    expect(service.objects().filter(({ key }) => key.includes(gil.userId))).toEqual([])
    for (const path of ['/v1/photos', '/v1/photos/some-photo']) expect((await gil.send('GET', path)).status).toBe(401)
    const again = await service.loginAgain(gil)
    expect(again.userId).not.toBe(gil.userId)
    expect((await again.gallery()).photos).toEqual([])
  })
})

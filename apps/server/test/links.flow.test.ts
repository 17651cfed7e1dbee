import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type ErrorEnvelope, type FileLink, PHOTOS_PER_CALL } from '@photolift/contracts'
import { type Client, uploadRequest } from './client.js'
import { md5, photoBytes } from './photo-bytes.js'
import { type RunningService, runService } from './running-service.js'

let service: RunningService

beforeAll(async () => {
  service = await runService()
})
afterAll(() => service.close())

type Link = Extract<FileLink, { url: string }>

async function linkOf(client: Client, photoId: string, ttlSeconds?: number): Promise<Link> {
  const [link] = await client.links([photoId], ttlSeconds)
  if (link === undefined || 'error' in link) throw new Error(`no link: ${JSON.stringify(link)}`)
  return link
}

describe('links', () => {
  it('come in the order of the request, to the very bytes, each as often as asked for', async () => {
    const ann = await service.person('ann')
    const bytes = [photoBytes(), photoBytes(), photoBytes()]
    const photoIds: string[] = []
    for (const each of bytes) photoIds.push((await ann.store(each)).photoId)
    const asked = [photoIds[2], photoIds[0], photoIds[2], photoIds[1]] as string[]

    const links = await ann.links(asked)

    const sums = links.map(async (link) => {
      const response = await fetch((link as Link).url)
      return md5(Buffer.from(await response.arrayBuffer()))
    })
    expect(links.map(({ photoId }) => photoId)).toEqual(asked)
    expect(await Promise.all(sums)).toEqual([2, 0, 2, 1].map((index) => md5(bytes[index] as Buffer)))
  })

  it('are refused item by item, with a reason', async () => {
    const ann = await service.person('ann')
    const ben = await service.person('ben')
    const ready = await ann.store()
    const pending = await ann.grant(uploadRequest(photoBytes()))
    const deleted = await ann.store()
    await ann.send('DELETE', `/v1/photos/${deleted.photoId}`)
    const foreign = await ben.store()
    const ids = [foreign.photoId, 'f'.repeat(32), "' or 1=1--", '照片', pending.photoId, deleted.photoId, ready.photoId]

    const links = await ann.links(ids)

    const outcomes = links.map((link) => ('error' in link ? link.error.code : 'link'))
    expect(outcomes).toEqual([...Array(4).fill('PHOTO_NOT_FOUND'), 'PHOTO_NOT_UPLOADED', 'PHOTO_DELETED', 'link'])
    const [ofForeign, ofNobody] = links.map((link) => ('error' in link ? link.error : link))
    expect(ofForeign).toEqual(ofNobody)
  })

  it('end when they say, and not before', async () => {
    const ann = await service.person('ann')
    const { photoId } = await ann.store()
    const before = service.clock.now()

    const [short, usual] = [await linkOf(ann, photoId, 60), await linkOf(ann, photoId)]

    const lifeOf = ({ expiresAt }: Link) => (Date.parse(expiresAt) - before) / 1_000
    expect(lifeOf(short)).toBeGreaterThan(58)
    expect(lifeOf(short)).toBeLessThanOrEqual(70)
    expect(lifeOf(usual)).toBeLessThanOrEqual(3_610)
    service.emulator.faults.add({ service: 'cos', method: 'GET', fault: { clockSkewSeconds: 75 }, times: 2 })
    expect((await fetch(short.url)).status).toBe(403)
    expect((await fetch(usual.url)).status).toBe(200)
  })

  it('lie in the cloud under an id of their own where the storage has such', async () => {
    const cloud = await runService({ storage: 'cloudrun' })
    try {
      const ann = await cloud.person('ann')
      const { photoId, cloudFileId } = await ann.store()

      const link = await linkOf(ann, photoId, 7_200)

      expect(link.cloudFileId).toMatch(/^cloud:\/\//)
      expect(link.cloudFileId).toBe(cloudFileId)
      expect((await fetch(link.url)).status).toBe(200)
    } finally {
      await cloud.close()
    }
  })

  it.each<[string, unknown]>([
    ['none', { photoIds: [] }],
    ['too many', { photoIds: Array(PHOTOS_PER_CALL + 1).fill('x') }],
    ['links for a day', { photoIds: ['x'], ttlSeconds: 86_400 }],
    ['links for a second', { photoIds: ['x'], ttlSeconds: 1 }],
    ['links for half a second more', { photoIds: ['x'], ttlSeconds: 60.5 }],
    ['an unknown field', { photoIds: ['x'], keys: ['incoming/x'] }],
    ['ids that are numbers', { photoIds: [1] }],
  ])('for %s are 400', async (_, body) => {
    const ann = await service.person('ann')

    const answer = await ann.send<ErrorEnvelope>('POST', '/v1/files/links', body)

    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'REQUEST_INVALID' } } })
  })

  it('with a token whose account is gone are 401', async () => {
    const ann = await service.person('ann')
    await ann.send('DELETE', '/v1/me')

    expect(await ann.send('POST', '/v1/files/links', { photoIds: ['x'] })).toMatchObject({ status: 401 })
  })
})

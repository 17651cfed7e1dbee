import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { createOneTimeCodes } from '@photolift/database'
import { type Emulator, startEmulator } from '@photolift/emulator'
import { Client, call, postForm, uploadRequest } from './client.js'
import { photoBytes } from './photo-bytes.js'
import { type RunningService, runService } from './running-service.js'
import { createTestDatabase, type TestDatabase } from './test-database.js'
import { platformHeaders } from './test-storage.js'
import { Browser, inFragment, PAGE, webPageEnvironment } from './web-page.js'
import { type Scope, WechatPerson } from './wechat-person.js'

let emulator: Emulator
let database: TestDatabase
let service: RunningService
beforeAll(async () => {
  emulator = await startEmulator()
  database = await createSharedDatabase()
  service = await runService({ storage: 'cos', emulator, database, environment: webPageEnvironment(emulator) })
})
afterEach(() => {
  emulator.faults.clear()
  emulator.settings.change({ webPersonRefuses: false, webSnapshot: false, unionid: 'userinfo' })
})
afterAll(async () => {
  await service.close()
  await emulator.close()
  await database.drop()
})

/** Several services on it, also on SQLite in memory, where each connection has a database of its own. */
async function createSharedDatabase(): Promise<TestDatabase> {
  const own = await createTestDatabase()
  if (own.address.kind === 'mysql') return own
  const shared = await own.open()
  return { ...own, open: async () => ({ ...shared, close: async () => {} }), drop: () => shared.close() }
}

let codes = 0
const newPerson = () => new WechatPerson(service)

const accountOf = ({ userId }: Client) =>
  service.database.queries.selectFrom('account').selectAll().where('userId', '=', userId).executeTakeFirst()
const photoIdsOf = async (client: Client) => (await client.gallery()).photos.map(({ photoId }) => photoId).sort()

describe('a person who asks on the page to be joined', () => {
  it('is the person of the mini-program from then on, also where the page asks nothing', async () => {
    const person = newPerson()
    const miniProgram = await person.miniProgram()
    const { photoId } = await miniProgram.store()

    const joined = await person.page('snsapi_userinfo')
    const later = await person.page('snsapi_base')

    expect([joined.userId, later.userId]).toEqual([miniProgram.userId, miniProgram.userId])
    expect(await photoIdsOf(later)).toEqual([photoId])
    expect(await person.join()).toBeUndefined()
  })

  it('finds all photos of both in one gallery, the counters together, and deletes them by their keys', async () => {
    const person = newPerson()
    const miniProgram = await person.miniProgram()
    const page = await person.page()
    const photos = [await miniProgram.store(photoBytes()), await page.store(photoBytes())]
    const bytes = photoBytes()
    const pending = await page.grant(uploadRequest(bytes))
    const before = [await accountOf(miniProgram), await accountOf(page)]

    const joined = await person.page('snsapi_userinfo')

    expect(await photoIdsOf(joined)).toEqual(photos.map(({ photoId }) => photoId).sort())
    expect(await accountOf(joined)).toMatchObject({
      bytesHeld: before.reduce((sum, account) => sum + (account?.bytesHeld ?? 0), 0),
      photosOfDay: 3,
      grantCalls: 3,
      lastPickedAt: Math.max(...before.map((account) => account?.lastPickedAt ?? 0)),
    })
    expect(await accountOf(page)).toBeUndefined()
    await postForm(pending, bytes)
    expect(await joined.confirm(pending.photoId)).toMatchObject([{ photo: { photoId: pending.photoId } }])
    for (const link of await joined.links(photos.map(({ photoId }) => photoId)))
      expect((await fetch((link as { url: string }).url)).status).toBe(200)
    const { status } = await joined.send('DELETE', '/v1/me')
    expect(status).toBe(204)
    for (const { userId } of [page, miniProgram]) {
      expect(service.objects(`photos/${userId}/`)).toEqual([])
      expect(service.objects(`incoming/${userId}/`)).toEqual([])
    }
  })

  it('keeps both photos of a task that both have, and the task stays that of the mini-program', async () => {
    const person = newPerson()
    const miniProgram = await person.miniProgram()
    const page = await person.page()
    const request = uploadRequest(photoBytes(), { taskId: 'same-task' })
    const there = await miniProgram.grant(request)
    const own = await page.store(photoBytes(), { taskId: 'same-task' })

    const joined = await person.page('snsapi_userinfo')

    expect((await joined.grant(request)).photoId).toBe(there.photoId)
    expect(await photoIdsOf(joined)).toEqual([own.photoId])
    expect(await joined.photo(own.photoId)).toMatchObject({ photoId: own.photoId })
  })

  it('goes on with a task that the page had begun, and with media that it had handed over', async () => {
    const person = newPerson()
    const miniProgram = await person.miniProgram()
    const page = await person.page()
    const request = uploadRequest(photoBytes())
    const grant = await page.grant(request)
    const mediaId = emulator.media.add({ bytes: photoBytes(), contentType: 'image/jpeg' })
    const [ingest] = await page.ingest([mediaId])

    const joined = await person.page('snsapi_userinfo')

    expect((await joined.grant(request)).photoId).toBe(grant.photoId)
    expect(await joined.ingestOf(ingest?.ingestId as string)).toMatchObject({ state: 'ready' })
    expect(joined.userId).toBe(miniProgram.userId)
  })

  it('logs the page in anew: a token of the account that ended opens nothing', async () => {
    const person = newPerson()
    await person.miniProgram()
    const page = await person.page()
    const { photoId } = await page.store()
    await person.page('snsapi_userinfo')

    const answers = [
      await page.send('GET', '/v1/photos'),
      await page.send('GET', `/v1/photos/${photoId}`),
      await page.send('POST', '/v1/upload-grants', { photos: [uploadRequest(photoBytes())] }),
      await page.send('POST', '/v1/confirmations', { photoIds: [photoId] }),
      await page.send('POST', '/v1/files/links', { photoIds: [photoId] }),
      await page.send('POST', `/v1/photos/${photoId}/edits`, { operations: [{ kind: 'greyscale' }] }),
      await page.send('POST', '/v1/ingests', { pickId: 'pick', mediaIds: ['m1'] }),
      await page.send('DELETE', `/v1/photos/${photoId}`),
      await page.send('DELETE', '/v1/me'),
    ]

    for (const answer of answers)
      expect(answer).toMatchObject({ status: 401, body: { error: { code: 'AUTH_TOKEN_INVALID' } } })
  })

  it('is joined once, however many ask at once, and nobody is left with an account behind the link', async () => {
    const person = newPerson()
    const miniProgram = await person.miniProgram()
    const page = await person.page()
    const photo = await page.store()
    const linking = await Promise.all(Array.from({ length: 4 }, () => person.webCode('snsapi_userinfo')))
    const plain = await Promise.all(Array.from({ length: 4 }, () => person.webCode('snsapi_base')))

    const clients = await Promise.all(
      [...linking, ...plain].map((webCode) => Client.loginBy(service.url, { body: { webCode } })),
    )

    expect(clients.slice(0, 4).map(({ userId }) => userId)).toEqual(Array(4).fill(miniProgram.userId))
    for (const { userId } of clients.slice(4)) expect([miniProgram.userId, page.userId]).toContain(userId)
    expect(await photoIdsOf(miniProgram)).toEqual([photo.photoId])
    expect((await person.page()).userId).toBe(miniProgram.userId)
  })

  it('is joined with their first log-in on the page, while another one makes the account', async () => {
    const person = newPerson()
    const miniProgram = await person.miniProgram()
    const webCodes = await Promise.all([person.webCode('snsapi_base'), person.webCode('snsapi_userinfo')])

    await Promise.all(webCodes.map((webCode) => Client.loginBy(service.url, { body: { webCode } })))

    expect((await person.page()).userId).toBe(miniProgram.userId)
  })

  it('gets an own account on the page again once that of the mini-program is deleted', async () => {
    const person = newPerson()
    const miniProgram = await person.miniProgram()
    await person.page('snsapi_userinfo')
    await miniProgram.send('DELETE', '/v1/me')

    const page = await person.page()

    expect(page.userId).not.toBe(miniProgram.userId)
    expect(await page.gallery()).toMatchObject({ photos: [] })
    expect(await person.join()).toBe('LINK_ACCOUNT_NOT_FOUND')
  })

  it('is told where the mini-program has not seen them yet, and is joined once it has', async () => {
    const person = newPerson()
    const page = await person.page()
    const photo = await page.store()

    expect(await person.join()).toBe('LINK_ACCOUNT_NOT_FOUND')
    expect((await person.page()).userId).toBe(page.userId)
    const miniProgram = await person.miniProgram()
    expect(await person.join()).toBeUndefined()
    expect(await photoIdsOf(miniProgram)).toEqual([photo.photoId])
  })

  it('is told where WeChat tells no unionid', async () => {
    const person = newPerson()
    await person.miniProgram()
    emulator.settings.change({ unionid: 'never' })

    expect(await person.toPage('snsapi_userinfo')).toBe(`${PAGE}&webLoginError=LINK_UNAVAILABLE`)
  })

  it('keeps what is over the quota, and gets no more', async () => {
    const length = photoBytes().length
    const small = await runService({
      storage: 'cos',
      emulator,
      database,
      environment: { ...webPageEnvironment(emulator), QUOTA_BYTES: String(length) },
    })
    try {
      const person = newPerson()
      const miniProgram = await person.miniProgram(small.url)
      const page = await person.page('snsapi_base', small.url)
      await miniProgram.store(photoBytes())
      await page.store(photoBytes())

      const joined = await person.page('snsapi_userinfo', small.url)

      expect((await joined.gallery()).photos).toHaveLength(2)
      expect(await joined.authorize(uploadRequest(photoBytes()))).toMatchObject([
        { kind: 'refused', error: { code: 'QUOTA_EXCEEDED' } },
      ])
    } finally {
      await small.close()
    }
  })
})

describe('a deletion of the own account that is under way', () => {
  it('leaves no object where it is joined meanwhile', async () => {
    const person = newPerson()
    const miniProgram = await person.miniProgram()
    const page = await person.page()
    await page.store()
    // It has hidden the photos, and the bucket stopped answering.
    emulator.faults.add({ service: 'cos', method: 'POST', targetContains: 'delete', fault: { status: 503 } })
    expect((await page.send('DELETE', '/v1/me')).status).toBe(503)
    emulator.faults.clear()
    expect(service.objects(`photos/${page.userId}/`)).toHaveLength(1)

    expect(await person.join()).toBeUndefined()

    expect(service.objects(`photos/${page.userId}/`)).toEqual([])
    expect(await photoIdsOf(miniProgram)).toEqual([])
  })
})

describe('photos that may lie in another storage', () => {
  it('are joined with nothing: those of a mini-program in a cloud environment', async () => {
    const cloud = await runService({ storage: 'cloudrun', emulator, database })
    try {
      const unionid = 'union-of-cloud'
      const headers = { ...platformHeaders(emulator, 'cloud-person'), 'x-wx-unionid': unionid }
      const miniProgram = await Client.loginBy(cloud.url, { body: {}, headers })
      const { photoId } = await miniProgram.store()
      const identity = `${emulator.wechat.official.appid}:web-cloud-person`
      const joinAs = async () => {
        const now = service.clock.now()
        const code = { purpose: 'link-code' as const, code: `link-${++codes}`, meaning: `${identity} ${unionid}` }
        await createOneTimeCodes(service.database).put({ ...code, expiresAt: now + 60_000 }, now)
        return call(service.url, { method: 'POST', path: '/v1/login', body: { webCode: code.code } })
      }

      expect(await joinAs()).toMatchObject({ status: 409, body: { error: { code: 'LINK_REFUSED' } } })
      expect(await photoIdsOf(miniProgram)).toEqual([photoId])
    } finally {
      await cloud.close()
    }
  })

  it('nor those of an account that services of two buckets have let in', async () => {
    const person = newPerson()
    const miniProgram = await person.miniProgram()
    await person.page()
    const other = await runService({
      storage: 'cos',
      emulator,
      database,
      environment: { COS_BUCKET: 'elsewhere-1250000000' },
    })
    try {
      await person.miniProgram(other.url)
      await person.miniProgram()
    } finally {
      await other.close()
    }

    expect(await person.join()).toBe('LINK_REFUSED')
    expect(await accountOf(miniProgram)).toMatchObject({ storage: 'several' })
  })
})

describe('attacks', () => {
  it('nobody is joined without the tap, even where WeChat tells the unionid unasked', async () => {
    const person = newPerson()
    const miniProgram = await person.miniProgram()
    emulator.settings.change({ unionid: 'always' })

    const page = await person.page('snsapi_base')

    expect(page.userId).not.toBe(miniProgram.userId)
  })

  it('an address of WeChat whose scope was edited joins nobody, in either direction', async () => {
    const person = newPerson()
    const miniProgram = await person.miniProgram()
    await person.page()
    emulator.settings.change({ unionid: 'always' })
    const edited = async (from: Scope, to: Scope) => {
      const browser = new Browser(service.url)
      const { location } = await browser.begin(PAGE, from)
      const { location: callback } = await browser.get(location.replace(`scope=${from}`, `scope=${to}`))
      return (await browser.get(callback)).location
    }

    const less = await edited('snsapi_userinfo', 'snsapi_base')
    const more = await edited('snsapi_base', 'snsapi_userinfo')

    expect(less).toBe(`${PAGE}&webLoginError=LOGIN_REFUSED`)
    const webCode = inFragment(more, 'webCode')
    expect((await Client.loginBy(service.url, { body: { webCode } })).userId).not.toBe(miniProgram.userId)
  })

  it('the callback alone joins nobody: only the page that went away with its own mark brings the code', async () => {
    const person = newPerson()
    const miniProgram = await person.miniProgram()

    await person.toPage('snsapi_userinfo')

    expect((await person.page()).userId).not.toBe(miniProgram.userId)
  })

  it("another browser's state joins nobody", async () => {
    const person = newPerson()
    await person.miniProgram()
    emulator.settings.change({ webPerson: 'mallory' })
    const callback = await new Browser(service.url).toCallback(PAGE, 'snsapi_userinfo')

    expect(await new Browser(service.url).get(callback)).toMatchObject({ status: 401, location: '' })
  })

  it('people of snapshot pages are joined with nobody', async () => {
    const person = newPerson()
    await person.miniProgram()
    emulator.settings.change({ webSnapshot: true })

    expect(await person.toPage('snsapi_userinfo')).toBe(`${PAGE}&webLoginError=SNAPSHOT_USER`)
  })

  it('a unionid in the body or in headers is of no account, and another person gets nothing', async () => {
    const victim = newPerson()
    const miniProgram = await victim.miniProgram()
    const { unionid } = (await accountOf(miniProgram)) as { unionid: string }
    const mallory = newPerson()
    const webCode = await mallory.webCode('snsapi_userinfo')
    const headers = { ...platformHeaders(emulator, 'x'), 'x-wx-unionid': unionid }

    const asked = await call(service.url, { method: 'POST', path: '/v1/login', body: { webCode, unionid }, headers })
    const joined = await call(service.url, { method: 'POST', path: '/v1/login', body: { webCode }, headers })
    const forged = await Client.loginBy(service.url, { body: { loginCode: `code-forger-${++codes}` }, headers })

    expect(asked).toMatchObject({ status: 400 })
    expect(joined).toMatchObject({ status: 404, body: { error: { code: 'LINK_ACCOUNT_NOT_FOUND' } } })
    expect((await accountOf(forged))?.unionid).not.toBe(unionid)
    expect(await victim.join()).toBeUndefined()
  })

  it('a code to be joined lets one in, once, and ends after a minute', async () => {
    const person = newPerson()
    await person.miniProgram()
    const webCode = await person.webCode('snsapi_userinfo')
    const late = await person.webCode('snsapi_userinfo')
    const login = (body: unknown) => call(service.url, { method: 'POST', path: '/v1/login', body })

    const answers = await Promise.all(Array.from({ length: 8 }, () => login({ webCode })))

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await login({ deskCode: late })).status).toBe(401)
    service.clock.advanceSeconds(60)
    expect((await login({ webCode: late })).status).toBe(401)
    expect(service.logText()).not.toContain(webCode)
  })

  it('headers of 云托管 teach a unionid that is one, and no other', async () => {
    const cloud = await runService({ storage: 'cloudrun', emulator, database })
    const enter = (openid: string, unionid: string) =>
      Client.loginBy(cloud.url, {
        body: {},
        headers: { ...platformHeaders(emulator, openid), 'x-wx-unionid': unionid },
      })
    try {
      expect(await accountOf(await enter('taught', 'u-1'))).toMatchObject({ unionid: 'u-1' })
      for (const none of ['', 'two words', 'x'.repeat(129)])
        expect(await accountOf(await enter(`untaught${none.length}`, none))).toMatchObject({ unionid: null })
    } finally {
      await cloud.close()
    }
  })
})

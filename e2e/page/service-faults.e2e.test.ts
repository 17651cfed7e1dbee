import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { ROUTES } from '@photolift/contracts'
import { eventually } from '../world/eventually.js'
import { pictures } from '../world/picture-file.js'
import { breakService, type ServiceFault } from './broken-service.js'
import type { Desk } from './desk.js'
import { PageWorld } from './page-world.js'
import { type StoredSince, storedSince } from './stored-since.js'

jest.setTimeout(90_000)

const COUNT = 3
const HTML = { headers: { 'content-type': 'text/html' }, body: '<h1>Welcome to our hotel</h1>' }

let world: PageWorld
let desk: Desk
let stored: StoredSince

beforeAll(async () => {
  world = await PageWorld.start()
})
beforeEach(async () => {
  desk = await world.desk()
  stored = await storedSince(world.cloud)
})
afterEach(async () => {
  await world.cloud.heal()
  await desk.leave()
})
afterAll(() => world.stop())

describe.each([
  ['the call for grants', ROUTES.authorize.path],
  ['the confirm', ROUTES.confirm.path],
])('%s', (_, path) => {
  it.each<[string, ServiceFault]>([
    ['is done and its answer lost', 'lost-reply'],
    ['is answered 502 by a gateway', { status: 502, ...HTML }],
    ['is answered 200 by a login page', { status: 200, ...HTML }],
  ])('heals by itself where it %s', async (__, fault) => {
    const files = await pictures(COUNT)
    const broken = await breakService(desk.page, { path, fault })

    await desk.pick(files)
    await desk.reads(`${COUNT} 张照片都存好了`)

    expect(broken.met).toBe(1)
    await stored.areExactly(files)
    expect(await desk.galleryBytes()).toEqual(files.map(({ buffer }) => buffer.length))
    expect(desk.problems()).toEqual([])
  })
})

it('waits as long as the service asks it to, and says so', async () => {
  const files = await pictures(COUNT)
  const fault = { status: 429, headers: { 'retry-after': '2' } }
  const broken = await breakService(desk.page, { path: ROUTES.authorize.path, fault })

  await desk.pick(files)
  await desk.reads('传得有点快')
  await desk.reads(`${COUNT} 张照片都存好了`)

  expect(broken.met).toBe(1)
  await stored.areExactly(files)
  expect(desk.problems()).toEqual([])
})

it('gives up a call that is never answered, says so, and asks again', async () => {
  const files = await pictures(COUNT)
  await desk.page.clock.install()
  await desk.page.reload()
  let silentCalls = 0
  await desk.page.route(`**${ROUTES.authorize.path}`, async (route) => {
    silentCalls += 1
    if (silentCalls > 1) await route.fallback()
  })

  await desk.pick(files)
  await eventually(async () => expect(silentCalls).toBe(1))
  await desk.page.clock.runFor(17_100)
  await desk.reads('暂时连不上服务')
  await desk.button('现在试试').click()
  await desk.reads(`${COUNT} 张照片都存好了`)

  await stored.areExactly(files)
  expect(desk.problems()).toEqual([])
})

it('confirms by itself what has arrived once a service that went down is back', async () => {
  const files = await pictures(COUNT)
  await world.cloud.breakDown({ service: 'cos', method: 'POST', fault: { latencyMs: 1_500 } })
  await desk.pick(files)
  await desk
    .tilesThat(/正在上传/)
    .first()
    .waitFor()

  await world.stack.stopService()
  await desk.reads('暂时连不上服务')
  expect(await desk.tilesThat('已存好').count()).toBe(0)
  await world.stack.restartService()
  await desk.button('现在试试').click()
  await desk.reads(`${COUNT} 张照片都存好了`)

  await stored.areExactly(files)
  expect(desk.problems()).toEqual([])
})

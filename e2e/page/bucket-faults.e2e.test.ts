import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals'
import type { FaultRule } from '@photolift/emulator'
import { eventually } from '../world/eventually.js'
import { pictures } from '../world/picture-file.js'
import type { Desk } from './desk.js'
import { PageWorld } from './page-world.js'
import { type StoredSince, storedSince } from './stored-since.js'

jest.setTimeout(90_000)

const COUNT = 3

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

interface Row {
  name: string
  fault: FaultRule['fault']
  /** Posts that meet it. */
  times: number
}

it.each<Row>([
  { name: 'COS asks to slow down', fault: { status: 503, code: 'SlowDown' }, times: 2 },
  { name: 'COS has an inner error', fault: { status: 500, code: 'InternalError' }, times: 2 },
  { name: 'the connection is cut mid-way', fault: { resetAfterBytes: 9_000 }, times: 3 },
  { name: 'the photo is stored and the answer lost', fault: { loseReply: true }, times: 3 },
  { name: 'the grant has expired by the clock of COS', fault: { clockSkewSeconds: 700 }, times: 2 },
  { name: 'COS forbids once', fault: { status: 403, code: 'AccessDenied' }, times: 1 },
  { name: 'a gateway answers 502 in HTML', fault: { status: 502 }, times: 2 },
  { name: 'a login page answers 200 in HTML and keeps the photo', fault: { status: 200 }, times: 2 },
  { name: 'the body did not arrive whole, says COS', fault: { status: 400, code: 'IncompleteBody' }, times: 2 },
  { name: 'bytes trickle', fault: { bandwidthBytesPerSecond: 20_000 }, times: 2 },
])('heals by itself where $name', async ({ fault, times }) => {
  const files = await pictures(COUNT)
  await world.cloud.breakDown({ service: 'cos', method: 'POST', fault, times })

  await desk.pick(files)
  await desk.reads(`${COUNT} 张照片都存好了`)

  expect(await world.cloud.faultsMet()).toBe(times)
  await stored.areExactly(files)
  expect(await desk.galleryBytes()).toEqual(files.map(({ buffer }) => buffer.length))
  expect(desk.problems()).toEqual([])
})

it('fails with words where COS forbids for good, and heals by a tap', async () => {
  const files = await pictures(COUNT)
  await desk.page.clock.install()
  await desk.page.reload()
  await world.cloud.breakDown({ service: 'cos', method: 'POST', fault: { status: 403, code: 'AccessDenied' } })

  await desk.pick(files)
  await eventually(async () => {
    // The pauses between five tries.
    await desk.page.clock.runFor(2_000)
    expect(await desk.tilesThat(/没传上/).count()).toBe(COUNT)
  })
  await desk.reads(`${COUNT} 张没传上`)
  await stored.areExactly([])
  await world.cloud.heal()
  await desk.button(`重试 ${COUNT} 张`).click()
  await desk.reads(`${COUNT} 张照片都存好了`)

  await stored.areExactly(files)
  expect(desk.problems()).toEqual([])
})

it('stores the others where the bytes of one are not those that were granted, and says so', async () => {
  const files = await pictures(COUNT)
  const fault = { status: 400, code: 'BadDigest' }
  await world.cloud.breakDown({ service: 'cos', method: 'POST', fault, times: 1 })

  await desk.pick(files)
  await desk.reads(`${COUNT - 1} 张已存好，1 张没传上`)

  await desk.reads('照片在传输中变了样，请移除后重新选择')
  expect(await world.cloud.faultsMet()).toBe(1)
  expect(await desk.galleryBytes()).toHaveLength(COUNT - 1)
  expect(desk.problems()).toEqual([])
})

it('gives up a transfer of which nothing is heard, says that the line is weak, and sends the photo once more', async () => {
  const files = await pictures(1)
  await desk.page.clock.install()
  await desk.page.reload()
  await world.cloud.breakDown({ service: 'cos', method: 'POST', fault: { stall: true }, times: 1 })

  await desk.pick(files)
  await eventually(async () => expect(await world.cloud.faultsMet()).toBe(1))
  await desk.page.clock.runFor(9_000)
  await desk.tilesThat(/信号弱/).waitFor()
  await desk.page.clock.runFor(25_000)
  await desk.reads('1 张照片都存好了')

  await stored.areExactly(files)
  expect(desk.problems()).toEqual([])
})

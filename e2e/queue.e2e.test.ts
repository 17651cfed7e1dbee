import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals'
import { eventually } from './world/eventually.js'
import { pictures } from './world/picture-file.js'
import { startWorld, type World } from './world/world.js'

jest.setTimeout(60_000)

let world: World

beforeAll(async () => {
  world = await startWorld()
})
afterEach(() => world.cloud.heal())
afterAll(() => world.stop())

it('stops what has not been sent, keeps what is stored, and leaves nothing else in the bucket', async () => {
  const phone = await world.phone()
  const before = (await world.cloud.objects()).length
  // Two photos get through; then COS takes its time.
  await world.cloud.breakDown({ service: 'cos', method: 'POST', fault: { latencyMs: 60_000 }, skip: 2 })

  await phone.pick(await pictures(6))
  await eventually(async () => expect(await phone.tilesThat(/正在上传|等待中/).count()).toBe(4))
  await phone.button('取消').click()
  await phone.reads('停下剩余的')
  await phone.inSheet('接着传').click()
  await phone.page.getByRole('dialog').waitFor({ state: 'hidden' })
  expect(await phone.tiles.count()).toBe(6)

  // What is in flight stays stuck; the service must be able to delete.
  await world.cloud.heal()
  await phone.button('取消').click()
  await phone.inSheet(/^停下 \d 张$/).click()
  await eventually(async () => expect(await phone.tiles.count()).toBeLessThanOrEqual(2))
  await phone.openGallery()
  await phone.reads(/就这些了，一共 \d 张|这里还没有照片/)

  const shown = await phone.galleryKeys()
  await eventually(async () => expect(await world.cloud.objects()).toHaveLength(before + shown.length))
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('pauses and goes on', async () => {
  const phone = await world.phone({ conditions: { network: '3g' } })

  await phone.pick(await pictures(4, { firstByteLength: 60_000 }))
  await phone
    .tilesThat(/正在上传 [1-9]/)
    .first()
    .waitFor()
  await phone.button('暂停').click()
  await phone.reads('已暂停')
  await phone.button('继续上传').click()
  await phone.reads('4 张照片都存好了')

  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('takes one photo out while it is on its way, and stores the others', async () => {
  const phone = await world.phone({ conditions: { network: '3g' } })
  const files = await pictures(4, { firstByteLength: 40_000 })

  await phone.pick(files)
  await phone.button('移除第 4 张').click()
  await phone.reads('3 张照片都存好了')
  await phone.button('去看照片').click()
  await phone.reads('就这些了，一共 3 张')

  const sizes = new Map((await world.cloud.objects()).map(({ key, byteLength }) => [key, byteLength]))
  expect((await phone.galleryKeys()).map((key) => sizes.get(key))).toEqual(
    files.slice(0, 3).map(({ buffer }) => buffer.length),
  )
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('makes room for the next pick when all is stored', async () => {
  const phone = await world.phone()

  await phone.pick(await pictures(3))
  await phone.reads('3 张照片都存好了')
  await phone.pick(await pictures(2, { first: 4 }), '再传一些')
  await phone.reads('2 张照片都存好了')

  expect(await phone.tiles.count()).toBe(2)
  await phone.button('去看照片').click()
  await phone.reads('就这些了，一共 5 张')
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('knows a photo that is stored already, and does not store it twice', async () => {
  const phone = await world.phone()
  await phone.pick(await pictures(2))
  await phone.reads('2 张照片都存好了')
  const stored = await world.cloud.objects()

  await phone.pick(await pictures(1), '再传一些')
  await phone.reads('1 张照片都存好了')

  expect(await phone.tile(1).getAttribute('aria-label')).toBe('第 1 张，早已存好')
  expect(await world.cloud.objects()).toEqual(stored)
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('goes on while the person looks at the gallery, which tells how far it is', async () => {
  const phone = await world.phone({ conditions: { network: '3g' } })

  await phone.pick(await pictures(5, { firstByteLength: 60_000 }))
  await phone
    .tilesThat(/正在上传 [1-9]/)
    .first()
    .waitFor()
  await phone.openGallery()
  await phone.reads('正在上传 5 张')
  await phone.reads('就这些了，一共 5 张')
  await phone.goBack()
  await phone.reads('5 张照片都存好了')

  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals'
import { ROUTES } from '@photolift/contracts'
import { type PictureFile, pictures } from '../world/picture-file.js'
import type { Desk } from './desk.js'
import { PageWorld } from './page-world.js'
import { type StoredSince, storedSince } from './stored-since.js'

jest.setTimeout(90_000)

const COUNT = 3

let world: PageWorld
let person: string
let desk: Desk
let stored: StoredSince
let files: PictureFile[]

beforeAll(async () => {
  world = await PageWorld.start()
})
beforeEach(async () => {
  person = randomUUID()
  desk = await world.desk({ person })
  stored = await storedSince(world.cloud)
  files = await pictures(COUNT)
})
afterEach(async () => {
  await world.cloud.heal()
  expect(desk.problems()).toEqual([])
  await desk.leave()
})
afterAll(() => world.stop())

/** Lets the page come to this call, and sets the service up anew meanwhile: it believes no token of before. */
async function loseLoginBefore({ path }: { path: string }): Promise<void> {
  let startedAnew: Promise<void> | undefined
  await desk.page.route(`**${path}`, async (route) => {
    startedAnew ??= world.stack.restartService({ JWT_SECRET: randomBytes(32).toString('hex') })
    await startedAnew
    await route.fallback()
  })
  await desk.pick(files)
  await desk.reads('登录过期了。没传完的照片都在，登录后接着传。')
}

it('asks for another code where the service believes its token no more, and goes on with the photos', async () => {
  await loseLoginBefore(ROUTES.confirm)

  await desk.enter(await world.deskCode(person))
  await desk.reads(`${COUNT} 张照片都存好了`)

  await stored.areExactly(files)
  expect(await desk.galleryBytes()).toEqual(files.map(({ buffer }) => buffer.length))
})

it('asks for another code when the time of a log-in is over, and goes on with what was chosen then', async () => {
  await desk.page.clock.install()
  await desk.page.reload()
  await desk.reads('把照片拖到这里')
  await desk.page.clock.fastForward('02:00:00')

  await desk.pick(files)
  await desk.reads('登录过期了')
  await desk.enter(await world.deskCode(person))
  await desk.reads(`${COUNT} 张照片都存好了`)

  await stored.areExactly(files)
})

it('speaks of photos at the door only where there are some', async () => {
  await desk.page.clock.install()
  await desk.page.reload()
  await desk.reads('把照片拖到这里')
  await desk.page.clock.fastForward('02:00:00')

  await desk.button('我的照片').click()
  await desk.reads('登录过期了')

  expect(await desk.page.getByText('没传完的照片').count()).toBe(0)
})

it('says of a wrong code that it is wrong, and still has the photos', async () => {
  await loseLoginBefore(ROUTES.authorize)

  await desk.page.getByRole('textbox').fill('0000-0000-0000')
  await desk.button('登录').click()
  await desk.reads('上传码不对，或已经用过')
  await desk.enter(await world.deskCode(person))
  await desk.reads(`${COUNT} 张照片都存好了`)

  await stored.areExactly(files)
})

it('offers photos to the person who chose them and to nobody else', async () => {
  await loseLoginBefore(ROUTES.authorize)

  await desk.enter(await world.deskCode())
  await desk.reads('把照片拖到这里')
  expect(await desk.galleryBytes()).toEqual([])
  await desk.page.evaluate(() => sessionStorage.clear())
  await desk.page.reload()
  await desk.enter(await world.deskCode(person))
  await desk.reads(`上次还有 ${COUNT} 张没传完`)
  await desk.button('继续上传').click()
  await desk.reads(`${COUNT} 张照片都存好了`)

  await stored.areExactly(files)
})

it('begins a new account after the old one was deleted, whose photos a reload offers again', async () => {
  await desk.button('设置与隐私').click()
  await desk.button('删除账号和全部照片').click()
  await desk.page.getByRole('checkbox').click()
  await desk.page.getByRole('dialog').getByRole('button', { name: '删除' }).click()
  await desk.enter(await world.deskCode(person))
  await world.cloud.breakDown({ service: 'cos', method: 'POST', fault: { latencyMs: 20_000 } })
  await desk.pick(files)
  await desk
    .tilesThat(/正在上传/)
    .first()
    .waitFor()

  await desk.page.reload()
  await desk.reads(`上次还有 ${COUNT} 张没传完`)
  await world.cloud.heal()
  await desk.button('继续上传').click()
  await desk.reads(`${COUNT} 张照片都存好了`)

  await stored.areExactly(files)
})

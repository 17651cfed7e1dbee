import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals'
import { pictures } from '../world/picture-file.js'
import type { Desk } from './desk.js'
import { PageWorld } from './page-world.js'

jest.setTimeout(90_000)

let world: PageWorld
let desks: Desk[] = []

beforeAll(async () => {
  world = await PageWorld.start()
})
beforeEach(() => {
  desks = []
})
afterEach(async () => {
  await world.cloud.heal()
  const problems = desks.flatMap((desk) => desk.problems())
  await Promise.all(desks.map((desk) => desk.leave()))
  expect(problems).toEqual([])
})
afterAll(() => world.stop())

async function open(options?: Parameters<PageWorld['desk']>[0]): Promise<Desk> {
  const desk = await world.desk(options)
  desks.push(desk)
  return desk
}

it('takes chosen, dropped and pasted photos into the gallery, and lets one go again', async () => {
  const desk = await open()
  const [chosen, dropped, pasted] = [
    await pictures(2),
    await pictures(2, { first: 3 }),
    await pictures(1, { first: 5 }),
  ]

  await desk.pick(chosen)
  await desk.reads('2 张照片都存好了')
  await desk.give('drop', dropped)
  await desk.reads('2 张照片都存好了')
  await desk.give('paste', pasted)
  await desk.reads('1 张照片都存好了')
  await desk.button('去看照片').click()
  await desk.reads('就这些了，一共 5 张')

  const stored = (await world.cloud.objects()).map(({ byteLength }) => byteLength)
  expect(stored).toEqual(expect.arrayContaining([...chosen, ...dropped, ...pasted].map(({ buffer }) => buffer.length)))
  const photos = desk.page.getByRole('button', { name: /第 \d+ 张/ })
  await photos.first().click()
  await desk.reads('1 / 5')
  await desk.page.keyboard.press('ArrowRight')
  await desk.reads('2 / 5')
  await desk.button('删除').click()
  await desk.page.getByRole('dialog').getByRole('button', { name: '删除' }).click()
  await desk.reads('已删除 1 张')
  await desk.page.keyboard.press('Escape')
  await desk.reads('就这些了，一共 4 张')

  await desk.button('选择').click()
  await desk.page.getByRole('checkbox', { name: /第 1 张/ }).click()
  await desk.button('删除 1 张').click()
  await desk.page.getByRole('dialog').getByRole('button', { name: '删除 1 张' }).click()
  await desk.reads('就这些了，一共 3 张')
})

it('says what it does not take, and how far the rest is', async () => {
  const desk = await open()
  const text = { name: '笔记.txt', mimeType: 'text/plain', buffer: Buffer.from('no photo at all, but some words') }
  await world.cloud.breakDown({ service: 'cos', method: 'POST', fault: { latencyMs: 1_000 } })

  await desk.pick([text, ...(await pictures(2))])
  await desk.page.getByRole('progressbar').waitFor()
  await desk.reads('2 张已存好，1 张没传上')

  await desk.tilesThat(/没传上|不能传|格式/).click()
  await desk.page.getByRole('dialog').getByText('笔记.txt').waitFor()
  expect(await desk.page.getByRole('dialog').textContent()).toContain('请选 JPG、PNG、HEIC、WebP 或 GIF')
})

it('waits while there is no network, and goes on by itself', async () => {
  const desk = await open()
  await world.cloud.breakDown({ service: 'cos', method: 'POST', fault: { latencyMs: 3_000 } })
  await desk.pick(await pictures(2))
  await desk
    .tilesThat(/正在上传/)
    .first()
    .waitFor()

  await desk.page.context().setOffline(true)
  await desk.reads('没有网络，先停一停')
  await world.cloud.heal()
  await desk.page.context().setOffline(false)

  await desk.reads('2 张照片都存好了')
})

it('offers after a reload what was on its way, without another log-in, and finishes it', async () => {
  const desk = await open()
  await world.cloud.breakDown({ service: 'cos', method: 'POST', fault: { latencyMs: 20_000 } })
  const files = await pictures(3, { first: 20, firstByteLength: 31_000 })
  await desk.pick(files)
  await desk
    .tilesThat(/正在上传/)
    .first()
    .waitFor()

  await desk.page.reload()
  await desk.reads('上次还有 3 张没传完')
  await world.cloud.heal()
  await desk.button('继续上传').click()

  await desk.reads('3 张照片都存好了')
  const stored = (await world.cloud.objects()).map(({ byteLength }) => byteLength)
  expect(stored).toEqual(expect.arrayContaining(files.map(({ buffer }) => buffer.length)))
})

it.each([
  ['a connection is cut mid-way', { resetAfterBytes: 5_000 }],
  ['COS says that a grant has expired', { clockSkewSeconds: 700 }],
  ['COS has an inner error', { code: 'InternalError' }],
] as const)('heals by itself where %s', async (_, fault) => {
  const desk = await open()
  await world.cloud.breakDown({ service: 'cos', method: 'POST', fault, times: 2 })

  await desk.pick(await pictures(3, { firstByteLength: 40_000 }))
  await desk.reads('3 张照片都存好了')

  expect(await world.cloud.faultsMet()).toBe(2)
})

it('lets nobody in with a wrong code, says so, and takes the right one', async () => {
  const desk = await open({ loggedIn: false })
  await desk.reads('输入上传码')

  await desk.page.getByRole('textbox').fill('0000-0000-0000')
  await desk.button('登录').click()
  await desk.reads('上传码不对，或已经用过')
  await desk.enter(await world.deskCode())

  await desk.reads('把照片拖到这里')
})

it('speaks the other language when told to, also after a reload', async () => {
  const desk = await open()

  await desk.button('English').click()
  await desk.reads('Drop photos here')
  await desk.page.reload()

  await desk.reads('Drop photos here')
})

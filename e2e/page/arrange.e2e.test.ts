import { afterAll, beforeAll, expect, it, jest } from '@jest/globals'
import type { Locator } from 'playwright-core'
import { type PictureFile, pictures } from '../world/picture-file.js'
import type { Desk } from './desk.js'
import { PageWorld } from './page-world.js'

jest.setTimeout(90_000)

let world: PageWorld

beforeAll(async () => {
  world = await PageWorld.start()
})
afterAll(() => world.stop())

it('holds photos until they are arranged by mouse and by keys, and stores them in the new order', async () => {
  const desk = await world.desk()
  const [a, b, c, d] = (await arranging(desk, 4)) as [PictureFile, PictureFile, PictureFile, PictureFile]

  await desk.page.mouse.move(...(await middleOf(tile(desk, 4))))
  await desk.page.mouse.down()
  await desk.page.mouse.move(...(await middleOf(tile(desk, 1))), { steps: 5 })
  await desk.page.mouse.up()
  await desk.page.locator('.tile--lifted').waitFor({ state: 'detached' })
  // d a b c
  await tile(desk, 2).focus()
  await desk.page.keyboard.press('Space')
  await desk.reads('已拿起 · 第 2 张，共 4 张')
  await desk.page.keyboard.press('ArrowRight')
  await desk.page.keyboard.press('ArrowRight')
  await desk.reads('第 4 张，共 4 张')
  await desk.page.keyboard.press('Space')
  await desk.reads('已放下 · 第 4 张，共 4 张')
  // d b c a; and back, since Escape is no change
  await desk.page.keyboard.press('Space')
  await desk.page.keyboard.press('ArrowLeft')
  await desk.page.keyboard.press('Escape')

  expect(desk.page.context().pages()).toHaveLength(1)
  expect(await storedOrder(desk)).toEqual([d, b, c, a].map(({ name }) => name))
  expect(desk.problems()).toEqual([])
  await desk.leave()
})

it('lifts a photo under a finger that rests, and scrolls under one that does not', async () => {
  const desk = await world.desk({ viewport: { width: 375, height: 400 }, hasTouch: true, isMobile: true })
  const [a, b, c] = (await arranging(desk, 3)) as [PictureFile, PictureFile, PictureFile]
  const finger = await desk.page.context().newCDPSession(desk.page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: [number, number]) =>
    finger.send('Input.dispatchTouchEvent', { type, touchPoints: at === undefined ? [] : [{ x: at[0], y: at[1] }] })

  const [x, y] = await middleOf(tile(desk, 1))
  await touch('touchStart', [x, y])
  for (const step of [20, 40, 60, 80]) await touch('touchMove', [x, y - step])
  await touch('touchEnd')
  await desk.page.waitForFunction(() => scrollY > 0)

  await tile(desk, 3).scrollIntoViewIfNeeded()
  await touch('touchStart', await middleOf(tile(desk, 3)))
  await desk.page.locator('.tile--lifted').waitFor()
  const before = await desk.page.evaluate(() => scrollY)
  await touch('touchMove', await middleOf(tile(desk, 2)))
  await touch('touchMove', await middleOf(tile(desk, 1)))
  await touch('touchEnd')
  await desk.page.locator('.tile--lifted').waitFor({ state: 'detached' })

  expect(await desk.page.evaluate(() => scrollY)).toBe(before)
  expect(await storedOrder(desk)).toEqual([c, a, b].map(({ name }) => name))
  expect(desk.problems()).toEqual([])
  await desk.leave()
})

/** Picks photos with 先排好再传 on. */
async function arranging(desk: Desk, count: number): Promise<PictureFile[]> {
  await desk.button('设置与隐私').click()
  await desk.page.getByRole('switch', { name: '先排好再传' }).click()
  await desk.button('上传').click()
  const files = await pictures(count)
  await desk.pick(files)
  await desk.reads(`${count} 张照片，先排好顺序`)
  return files
}

/** @param place from 1 */
function tile(desk: Desk, place: number): Locator {
  return desk.tilesThat(new RegExp(`^第 ${place} 张，`))
}

async function middleOf(locator: Locator): Promise<[number, number]> {
  const box = await locator.boundingBox()
  if (box === null) throw new Error('a tile cannot be seen')
  return [box.x + box.width / 2, box.y + box.height / 2]
}

/** Uploads what is arranged. @returns the names in the order of the gallery */
async function storedOrder(desk: Desk): Promise<string[]> {
  await desk.button(/^上传 \d 张$/).click()
  await desk.reads(/张照片都存好了/)
  const listed = desk.page.waitForResponse((response) => /\/v1\/photos\b/.test(response.url()) && response.ok())
  await desk.button('去看照片').click()
  const { photos } = (await (await listed).json()) as { photos: { name: string }[] }
  return photos.map(({ name }) => name)
}

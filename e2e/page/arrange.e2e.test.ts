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
  await desk.reads('已拿起 · 第 4 张，共 4 张')
  await desk.page.keyboard.press('Control+ArrowLeft')
  await desk.page.keyboard.press('ArrowLeft')
  await desk.reads('第 3 张，共 4 张')
  await desk.page.keyboard.press('Escape')
  await desk.reads('已放下 · 第 4 张，共 4 张')
  // The same by mouse, after which nothing is carried.
  await desk.page.mouse.move(...(await middleOf(tile(desk, 3))))
  await desk.page.mouse.down()
  await desk.page.mouse.move(...(await middleOf(tile(desk, 2))), { steps: 5 })
  await carriedTo(desk, 2)
  await desk.page.keyboard.press('Escape')
  await desk.reads('已放下 · 第 3 张，共 4 张')
  await desk.page.mouse.move(...(await middleOf(tile(desk, 1))), { steps: 5 })
  await desk.page.mouse.up()
  // Nor by a mouse that has let go elsewhere.
  const [left, middle] = await edgeOf(tile(desk, 1))
  await desk.page.mouse.move(left + 3, middle)
  await desk.page.mouse.down()
  await desk.page.mouse.move(left - 10, middle)
  await desk.page.mouse.up()
  await desk.page.mouse.move(...(await middleOf(tile(desk, 3))), { steps: 5 })

  expect(desk.page.context().pages()).toHaveLength(1)
  expect(await storedOrder(desk)).toEqual([d, b, c, a].map(({ name }) => name))
  expect(desk.problems()).toEqual([])
  await desk.leave()
})

it('takes no photo to the place of one that is stored or refused, and says where it is', async () => {
  const desk = await world.desk()
  await arranging(desk, 1)
  await desk.pick([{ name: '笔记.txt', mimeType: 'text/plain', buffer: Buffer.from('no photo at all') }])
  await desk.button('上传 2 张').click()
  await desk.reads('1 张已存好，1 张没传上')
  await desk.pick(await pictures(3, { first: 2 }))
  await desk.reads('3 张照片，先排好顺序')

  await tile(desk, 3).focus()
  await desk.page.keyboard.press('Space')
  await desk.reads('已拿起 · 第 3 张，共 5 张')
  await desk.page.keyboard.press('ArrowLeft')
  await desk.reads(/^第 3 张，共 5 张$/)
  await desk.page.keyboard.press('ArrowRight')
  await desk.reads(/^第 4 张，共 5 张$/)
  await carriedTo(desk, 4)
  await desk.page.keyboard.press('Escape')
  await desk.reads('已放下 · 第 3 张，共 5 张')

  expect(desk.problems()).toEqual([])
  await desk.leave()
})

it('lifts a photo under a finger that rests, and scrolls under one that does not', async () => {
  const desk = await world.desk({ viewport: { width: 375, height: 400 }, hasTouch: true, isMobile: true })
  const [, b, c] = (await arranging(desk, 3)) as [PictureFile, PictureFile, PictureFile]
  const browser = await desk.page.context().newCDPSession(desk.page)
  /** Without a place all fingers leave. */
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: [number, number], id = 0) =>
    browser.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: at === undefined ? [] : [{ x: at[0], y: at[1], id }],
    })

  const [x, y] = await middleOf(tile(desk, 1))
  await touch('touchStart', [x, y])
  for (const step of [20, 40, 60, 80]) await touch('touchMove', [x, y - step])
  await touch('touchEnd')
  await desk.page.waitForFunction(() => scrollY > 0)

  await tile(desk, 3).scrollIntoViewIfNeeded()
  const [first, second, third] = [
    await middleOf(tile(desk, 1)),
    await middleOf(tile(desk, 2)),
    await middleOf(tile(desk, 3)),
  ]
  await touch('touchStart', third)
  await desk.page.locator('.tile--lifted').waitFor()
  const before = await desk.page.evaluate(() => scrollY)
  await touch('touchMove', second)
  // Another finger comes and goes, and comes once more: it neither drops the photo nor takes it along.
  await touch('touchStart', third, 1)
  await touch('touchEnd', third, 1)
  await touch('touchMove', first)
  await touch('touchStart', third, 1)
  await touch('touchMove', [third[0] + 5, third[1] + 10], 1)
  await touch('touchEnd')
  await desk.page.locator('.tile--lifted').waitFor({ state: 'detached' })
  expect(await desk.page.evaluate(() => scrollY)).toBe(before)
  // c a b; the next taps are taps.
  const opened = desk.page.context().waitForEvent('page')
  await tile(desk, 3).tap()
  await (await opened).close()
  await desk.button('移除第 2 张').tap()
  await desk.reads('2 张照片，先排好顺序')

  expect(await storedOrder(desk)).toEqual([c, b].map(({ name }) => name))
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
  const { x, y, width, height } = await boxOf(locator)
  return [x + width / 2, y + height / 2]
}

/** The middle of the left edge. */
async function edgeOf(locator: Locator): Promise<[number, number]> {
  const { x, y, height } = await boxOf(locator)
  return [x, y + height / 2]
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox()
  if (box === null) throw new Error('a tile cannot be seen')
  return box
}

/** Waits until the lifted tile stands at a place, from 1. */
function carriedTo(desk: Desk, place: number): Promise<void> {
  return desk.page
    .locator('.tile--lifted')
    .and(desk.page.locator('.tile', { has: tile(desk, place) }))
    .waitFor()
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

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals'
import { pictures } from '../world/picture-file.js'
import type { Desk } from './desk.js'
import { dragInto } from './drag.js'
import { PageWorld } from './page-world.js'

jest.setTimeout(90_000)

/** In the drop zone, and in the top row beside it. */
const ZONE = { x: 300, y: 300 }
const BESIDE = { x: 640, y: 20 }

let world: PageWorld
let folder: string
let photoPaths: string[]
let desk: Desk

beforeAll(async () => {
  world = await PageWorld.start()
  folder = await mkdtemp(join(tmpdir(), 'photolift-dropped-'))
  await mkdir(join(folder, 'holiday'))
  photoPaths = await Promise.all(
    (await pictures(21)).map(async ({ name, buffer }) => {
      await writeFile(join(folder, name), buffer)
      await writeFile(join(folder, 'holiday', name), buffer)
      return join(folder, name)
    }),
  )
})
afterEach(async () => {
  expect(desk.problems()).toEqual([])
  await desk.leave()
})
afterAll(async () => {
  await world.stop()
  await rm(folder, { recursive: true })
})

it('leaves folders, says so, and takes the photos beside them', async () => {
  desk = await world.desk()

  await dragInto(desk.page, { files: [join(folder, 'holiday'), ...photoPaths.slice(0, 2)] }, ZONE)

  await desk.reads('文件夹传不了，打开它再选里面的照片。')
  await desk.reads('2 张照片都存好了')
})

it('takes the first twenty of more, wherever they fall, and says so', async () => {
  desk = await world.desk()

  await dragInto(desk.page, { files: photoPaths }, BESIDE)

  await desk.reads('一次最多 20 张，多出来的没有添加。')
  await desk.tilesThat(/^第/).last().waitFor()
  expect(await desk.tilesThat(/^第/).count()).toBe(20)
})

it.each([
  ['text/plain', '上传'],
  ['text/uri-list', 'https://evil.example/a.jpg'],
] as const)('takes no notice of %s', async (mimeType, data) => {
  desk = await world.desk()
  const fallen = await watchDrops(desk)

  await dragInto(desk.page, { text: { mimeType, data } }, ZONE)

  expect(await fallen()).toEqual(['kept from the browser'])
  await desk.reads('把照片拖到这里')
})

it('takes words that fall into the field for a code, and no file', async () => {
  desk = await world.desk({ loggedIn: false })
  const field = desk.page.getByRole('textbox')
  const { x, y } = (await field.boundingBox()) ?? ZONE
  const at = { x: x + 20, y: y + 20 }
  const fallen = await watchDrops(desk)

  await dragInto(desk.page, { text: { mimeType: 'text/plain', data: '0000-1111-2222' } }, at)
  await dragInto(desk.page, { files: photoPaths.slice(0, 1) }, at)

  expect(await fallen()).toEqual(['left to the browser', 'kept from the browser'])
  expect(await field.inputValue()).toBe('0000-1111-2222')
})

it.each([
  ['upload', '把照片拖到这里'],
  ['gallery', '这里还没有照片'],
  ['settings', '我们存了什么'],
])('in %s a file that falls anywhere does not take the place of the page', async (place, words) => {
  desk = await world.desk()
  await desk.page.evaluate((hash) => (location.hash = hash), place)
  await desk.reads(words)
  const fallen = await watchDrops(desk)

  for (const at of [ZONE, BESIDE]) await dragInto(desk.page, { files: photoPaths.slice(0, 1) }, at)

  expect(await fallen()).toEqual(['kept from the browser', 'kept from the browser'])
})

/** Notes what falls from now on, and whether the browser may open it in place of the page. @returns gives all of it */
async function watchDrops({ page }: Desk): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const fallen: string[] = []
    Object.assign(window, { fallen })
    // After the page's own listeners.
    addEventListener('drop', ({ defaultPrevented }) => {
      fallen.push(defaultPrevented ? 'kept from the browser' : 'left to the browser')
    })
  })
  return () => page.evaluate(() => (window as unknown as { fallen: string[] }).fallen)
}

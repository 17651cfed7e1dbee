import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import sharp from 'sharp'
import type { Phone } from './world/phone.js'
import { samplePictures } from './world/sample-picture.js'
import { startWorld, type World } from './world/world.js'

jest.setTimeout(90_000)

let phone: Phone

// With an address links show pictures; in 云托管 the ids of cloud files do, and the service makes the small ones.
describe.each([
  ['an address', false],
  ['云托管', true],
])('an edit, by way of %s,', (_, cloudrun) => {
  let world: World

  beforeAll(async () => {
    world = await startWorld({}, { cloudrun })
  })
  beforeEach(async () => {
    phone = await world.phone()
  })
  afterEach(async () => {
    const problems = await phone.problems()
    await phone.switchOff()
    expect(problems).toEqual([])
  })
  afterAll(() => world.stop())

  it('saves what the screen showed, turned, mirrored, straightened, cropped and marked, as a new photo', async () => {
    await reshape()
    await phone.page.getByRole('tab', { name: '水印' }).click()
    await phone.button('选一张照片做水印').click()
    await phone.inSheet('第 1 张照片').click()
    await phone.page.getByRole('dialog').waitFor({ state: 'hidden' })
    await phone.button(/^水印在右下角/).click()
    await phone.button(/^水印在左上角/).waitFor()
    // The dashes around the mark are not part of the picture.
    await phone.page.getByRole('tab', { name: '滤镜' }).click()
    const shown = await shownPicture()

    await phone.button('存为新照片').click()
    await phone.reads('已存为新照片')

    const stored = await viewedPhoto()
    const { width, height } = await sharp(stored).metadata()
    expect(width / height).toBeCloseTo(1, 1)
    expect(await difference(shown, stored)).toBeLessThan(6)
    // Another picture, or the same one turned the other way, is far off.
    expect(await difference(await sharp(shown).flop().toBuffer(), stored)).toBeGreaterThan(12)
  })

  it.each(['黑白', '锐化'])(
    'saves what %s showed, keeps the original, and puts the new photo first',
    async (filter) => {
      await reshape()
      await phone.page.getByRole('tab', { name: '滤镜' }).click()
      await phone.button(filter).click()
      const shown = await shownPicture()

      await phone.button('存为新照片').click()
      await phone.reads('已存为新照片')

      expect(await difference(shown, await viewedPhoto())).toBeLessThan(6)
      await phone.goBack()
      await phone.reads('就这些了，一共 3 张')
      const [made, original] = await phone.galleryKeys()
      expect(made).not.toBe(original)
    },
  )

  it('is not left with changes before somebody has said so, and leaves nothing behind then', async () => {
    await reshape()
    const question = phone.page.getByRole('alertdialog', { name: '修改还没有存下来，要放弃吗？' })

    await phone.goBack()
    await question.getByRole('button', { name: '取消' }).click()
    await phone.button('还原').waitFor()
    await phone.goBack()
    await question.getByRole('button', { name: '确定' }).click()

    await phone.button('信息').waitFor()
    await phone.goBack()
    await phone.reads('就这些了，一共 2 张')
  })
})

/** What the phone shows of the photo, once nothing of its pictures is still on its way. */
async function shownPicture(): Promise<Buffer> {
  await phone.page.evaluate(async () => {
    await Promise.allSettled([...document.images].filter(({ src }) => src !== '').map((image) => image.decode()))
  })
  return phone.page.locator('.page-host:not([hidden]) .canvas').screenshot()
}

/** The bytes of the photo that the viewer shows, which is the newest. */
async function viewedPhoto(): Promise<Buffer> {
  const picture = phone.page
    .getByRole('img', { name: /^第 1 张，/ })
    .locator('img')
    .last()
  await picture.waitFor()
  const src = await picture.getAttribute('src')
  return Buffer.from(await (await fetch(src ?? '')).arrayBuffer())
}

async function dragBy(selector: string, right: number, down: number): Promise<void> {
  const box = await phone.page.locator(selector).boundingBox()
  if (box === null) throw new Error(`${selector} is not on the screen`)
  const { mouse } = phone.page
  await mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await mouse.down()
  await mouse.move(box.x + box.width / 2 + right, box.y + box.height / 2 + down, { steps: 6 })
  await mouse.up()
}

/** How far two pictures are apart, of 255, on average over all pixels of a small version of both. */
async function difference(one: Buffer, other: Buffer): Promise<number> {
  const size = { width: 60, height: 60, fit: 'fill' } as const
  const [a, b] = await Promise.all(
    [one, other].map((picture) => sharp(picture).resize(size).removeAlpha().toColourspace('srgb').raw().toBuffer()),
  )
  if (a === undefined || b === undefined) throw new Error('two pictures were asked for')
  return a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length
}

/** Turns, mirrors, straightens and crops the newest of some photos. */
async function reshape(): Promise<void> {
  await phone.pick(await samplePictures(2))
  await phone.reads('2 张照片都存好了')
  await phone.button('去看照片').click()
  await phone.tile(1).click()
  await phone.button('编辑').click()
  await phone.button('向左转 90 度').click()
  await phone.button('左右翻转').click()
  await dragBy('.ruler', -84, 0)
  await phone.reads('12°')
  await phone.button('1:1').click()
  await dragBy('.frame__corner--north-west', 60, 60)
}

import { afterAll, beforeAll, expect, it, jest } from '@jest/globals'
import { picture, pictures } from './world/picture-file.js'
import { samplePictures } from './world/sample-picture.js'
import { startWorld, type World } from './world/world.js'

jest.setTimeout(60_000)

let world: World

beforeAll(async () => {
  world = await startWorld({ PHOTO_MAX_BYTES: String(TWO_MB) })
})
afterAll(() => world.stop())

const TWO_MB = 2 * 1024 * 1024

it('refuses a text named .jpg, an empty file and a too large photo, each with its reason, and stores the rest', async () => {
  const phone = await world.phone()
  const [first, last] = await pictures(2)
  const text = { name: 'letter.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('Dear reader, this is no photo.') }
  const empty = { name: 'empty.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(0) }
  // A WebP: a JPEG would be made smaller.
  const [tooLarge] = await samplePictures(1, { byteLength: TWO_MB + 2 })

  await phone.pick([first, text, empty, tooLarge, last].filter((file) => file !== undefined))
  await phone.reads('2 张已存好，3 张没传上')

  const labels = await phone.tiles.evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute('aria-label')))
  expect(labels).toEqual([
    '第 1 张，已存好',
    '第 2 张，没传上，格式不支持。轻点看原因',
    '第 3 张，没传上，空文件。轻点看原因',
    expect.stringMatching(/^第 4 张，没传上，超过\s2\sMB。轻点看原因$/),
    '第 5 张，已存好',
  ])
  expect(await world.cloud.objects()).toHaveLength(2)

  await phone.tile(2).click()
  await phone.reads('3 张没传上')
  await phone.reads('请选 JPG、PNG、HEIC、WebP 或 GIF')
  await phone.reads('这个文件是空的，请换一张')
  await phone.reads(/超过\s2\sMB，请改选压缩图/)
  expect(await phone.inSheet(/重试/).count()).toBe(0)

  await phone.inSheet('全部移除').click()
  await phone.reads('2 张照片都存好了')
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('takes a photo of exactly the size that the service allows', async () => {
  const phone = await world.phone()

  await phone.pick(await samplePictures(1, { byteLength: TWO_MB }))
  await phone.reads('1 张照片都存好了')

  expect((await world.cloud.objects()).map(({ byteLength }) => byteLength)).toContain(TWO_MB)
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('removes a refused photo by its × and leaves the others alone', async () => {
  const phone = await world.phone()
  const text = { name: 'letter.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no photo') }

  await phone.pick([await picture(1), text])
  await phone.reads('1 张已存好，1 张没传上')
  await phone.button('移除第 2 张').click()
  await phone.reads('1 张照片都存好了')

  expect(await phone.tiles.count()).toBe(1)
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

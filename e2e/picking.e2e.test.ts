import { afterAll, beforeAll, expect, it, jest } from '@jest/globals'
import { picture, pictures } from './world/picture-file.js'
import { startWorld, type World } from './world/world.js'

jest.setTimeout(60_000)

let world: World

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

it.each([
  ['Chinese', '中秋节 全家福（第 2 张）.jpg'],
  ['emoji', '🏞️👨‍👩‍👧 trip.jpg'],
  ['what HTML and headers are afraid of', '"><img src=x onerror=alert(1)>%0d%0aX: y.jpg'],
])('keeps the name of a picture from a chat: %s', async (_kind, name) => {
  const phone = await world.phone()

  await phone.pick([await picture(1, { name })], '从聊天选择')
  await phone.reads('1 张照片都存好了')
  await phone.tile(1).click()
  await phone.button('信息').click()

  await phone.page.getByRole('dialog').getByText(name, { exact: true }).waitFor()
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('uploads 50 photos, picked in three goes while the first ones are still on their way', async () => {
  const phone = await world.phone({ conditions: { network: '4g' } })
  const files = await pictures(50)

  await phone.pick(files.slice(0, 20))
  await phone.pick(files.slice(20, 40), '继续添加')
  await phone.pick(files.slice(40), '继续添加')
  await phone.page.getByRole('tab', { name: '全部 50' }).waitFor()
  await phone.reads('50 张照片都存好了')
  await phone.page.getByRole('tab', { name: '已存好 50' }).waitFor()
  await phone.button('去看照片').click()
  await phone.reads('就这些了，一共 50 张')

  const sizes = new Map((await world.cloud.objects()).map(({ key, byteLength }) => [key, byteLength]))
  const shown = (await phone.galleryKeys()).map((key) => sizes.get(key))
  const picked = files.map(({ buffer }) => buffer.length)
  // Newest pick first, picked order inside a pick; the wall keeps only what is near the screen.
  const expected = [...picked.slice(40), ...picked.slice(20, 40), ...picked.slice(0, 20)]
  expect(shown.length).toBeGreaterThan(15)
  expect(shown).toEqual(expected.slice(0, shown.length))
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it.each([
  ['where chooseMedia is missing', { without: 'chooseMedia' }],
  ['on a PC', { platform: 'windows' }],
  ['in WeCom', { platform: 'wecom' }],
])('picks by chooseImage, nine at most, %s', async (_where, conditions) => {
  const phone = await world.phone({ conditions })
  await phone.reads(/一次最多\s9\s张/)

  await phone.pick(await pictures(10))
  await phone.reads('9 张照片都存好了')

  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('says where photos can be picked when this client has no picker at all', async () => {
  const phone = await world.phone({ conditions: { without: 'chooseMedia,chooseImage' } })

  await phone.button('选择照片').click()
  await phone.reads('这里不能选照片，请在微信里打开小程序')

  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('picks nothing before the person has agreed, and asks again after a refusal', async () => {
  const phone = await world.phone({ conditions: { privacy: 'ask' } })

  await phone.button('选择照片').click()
  await phone.reads('先和你说清楚')
  await phone.inSheet('拒绝').click()
  await phone.reads('同意后才能选照片，想好了再点一次。')
  await phone.page.getByRole('dialog').waitFor({ state: 'hidden' })

  await phone.button('选择照片').click()
  await phone.reads('先和你说清楚')
  const opened = phone.page.waitForEvent('filechooser')
  await phone.inSheet('同意并继续').click()
  await (await opened).setFiles(await pictures(2))
  await phone.reads('2 张照片都存好了')

  await phone.pick(await pictures(1), '再传一些')
  await phone.reads('1 张照片都存好了')
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('leaves everything as it was when the person changes their mind in the picker', async () => {
  const phone = await world.phone({ conditions: { album: 'sample' } })

  await phone.button('选择照片').click()
  await phone.inSheet('取消').click()

  await phone.reads('选几张照片，存到云端')
  await phone.button('选择照片').waitFor()
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('picks from the sample album in the order of the taps', async () => {
  const phone = await world.phone({ conditions: { album: 'sample' } })

  await phone.button('选择照片').click()
  for (const name of ['lake.webp', 'cat.webp', 'snow.webp']) await phone.inSheet(name).click()
  await phone.inSheet('完成 (3/20)').click()
  await phone.reads('3 张照片都存好了')

  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('holds photos until they are arranged, and stores them in the new order', async () => {
  const phone = await world.phone()
  const files = await pictures(3)

  await phone.button('设置与隐私').click()
  await phone.page.getByRole('switch', { name: '先排好再传' }).click()
  await phone.goBack()
  await phone.pick(files)
  await phone.reads('3 张照片，先排好顺序')
  await phone.drag(phone.tile(3), phone.tile(1))
  await phone.button('上传 3 张').click()
  await phone.reads('3 张照片都存好了')
  await phone.button('去看照片').click()
  await phone.reads('就这些了，一共 3 张')

  const sizes = new Map((await world.cloud.objects()).map(({ key, byteLength }) => [key, byteLength]))
  const shown = (await phone.galleryKeys()).map((key) => sizes.get(key))
  expect(shown).toEqual([files[2], files[0], files[1]].map((file) => file?.buffer.length))
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

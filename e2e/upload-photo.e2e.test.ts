import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals'
import { type PictureFile, picture, pictures } from './world/picture-file.js'
import { recordProgress } from './world/progress-record.js'
import { startWorld, type World } from './world/world.js'

jest.setTimeout(90_000)

let world: World

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

it('takes nine photos over a slow link and one failure into the gallery, in order, and lets one go again', async () => {
  const phone = await world.phone({ conditions: { network: '3g' } })
  const eight = await pictures(8, { firstByteLength: 40_000 })
  // The only form that is longer than what the fault lets through.
  const large = await picture(9, { byteLength: 90_000 })
  const files = [...eight.slice(0, 4), large, ...eight.slice(4)]
  await world.cloud.breakDown({ service: 'cos', method: 'POST', fault: { resetAfterBytes: 60_000 } })
  const progress = await recordProgress(phone)

  await phone.pick(files)
  await phone.reads('正在上传 9 张')
  await phone.reads('8 张已存好，1 张没传上')

  expect(await phone.tilesThat('已存好').count()).toBe(8)
  expect(await phone.tilesThat('没传上').getAttribute('aria-label')).toBe('第 5 张，没传上，网络中断。轻点重试')
  expect(await world.cloud.faultsMet()).toBeGreaterThan(1)

  await world.cloud.heal()
  await phone.button('重试 1 张').click()
  await phone.reads('9 张照片都存好了')

  expect(await phone.tilesThat('已存好').count()).toBe(9)
  const seen = await progress.stop()
  expect(seen.some(({ percent }) => percent > 10 && percent < 90)).toBe(true)
  expect(seen.filter(({ percent }, index) => percent < (seen[index - 1]?.percent ?? 0))).toEqual([])
  expect(seen.filter(({ percent, savedCount }) => percent === 100 && savedCount < 9)).toEqual([])
  expect(seen.at(-1)).toEqual({ percent: 100, savedCount: 9 })

  await phone.button('去看照片').click()
  await phone.reads('就这些了，一共 9 张')
  const keys = await phone.galleryKeys()
  const stored = new Map((await world.cloud.objects()).map((object) => [object.key, object]))
  expect(keys.map((key) => stored.get(key)?.byteLength)).toEqual(files.map(({ buffer }) => buffer.length))
  expect(keys.map((key) => stored.get(key)?.acl)).toEqual(keys.map(() => 'private'))

  await phone.reload()
  await phone.openGallery()
  await phone.reads('就这些了，一共 9 张')
  expect(await phone.galleryKeys()).toEqual(keys)

  await phone.tile(3).click()
  await phone.button('删除').click()
  await phone.inSheet('删除').click()
  await phone.reads('已删除 1 张')
  await phone.goBack()
  await phone.reads('就这些了，一共 8 张')
  const left = keys.filter((_, index) => index !== 2)
  expect(await phone.galleryKeys()).toEqual(left)
  expect((await world.cloud.objects()).map(({ key }) => key).toSorted()).toEqual(left.toSorted())
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('gives a photo back to the phone, byte for byte, also to a person who said no at first', async () => {
  const phone = await world.phone()
  const [photo] = await pictures(1)
  await phone.pick([photo as PictureFile])
  await phone.reads('1 张照片都存好了')
  await phone.tile(1).click()

  await phone.button('存到手机').click()
  await phone.page.getByRole('alertdialog').getByRole('button', { name: '拒绝' }).click()
  await phone.reads('还不能存到手机相册')
  const download = phone.page.waitForEvent('download')
  await phone.inSheet('去设置').click()
  await phone.page.getByRole('alertdialog').getByRole('button', { name: '允许' }).click()
  await phone.reads('已存到手机相册')

  const saved = await readFile(await (await download).path())
  expect(saved.equals(photo?.buffer ?? Buffer.of())).toBe(true)
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

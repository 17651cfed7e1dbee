import { afterAll, beforeAll, expect, it, jest } from '@jest/globals'
import { pictures } from './world/picture-file.js'
import { startWorld, type World } from './world/world.js'

jest.setTimeout(60_000)

let world: World

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

it('shows nobody the photos of another', async () => {
  const [ann, bob] = await Promise.all([world.phone(), world.phone()])

  await ann.pick(await pictures(2))
  await ann.reads('2 张照片都存好了')
  await bob.openGallery()
  await bob.reads('这里还没有照片')
  await bob.goBack()
  await bob.pick(await pictures(1))
  await bob.reads('1 张照片都存好了')
  await Promise.all([ann.openGallery(), bob.openGallery()])
  await ann.reads('就这些了，一共 2 张')
  await bob.reads('就这些了，一共 1 张')

  const [ofAnn, ofBob] = await Promise.all([ann.galleryKeys(), bob.galleryKeys()])
  expect(ofAnn.filter((key) => ofBob.includes(key))).toEqual([])
  expect([...(await ann.problems()), ...(await bob.problems())]).toEqual([])
  await Promise.all([ann.switchOff(), bob.switchOff()])
})

it('shows the same photos on another phone of the same person', async () => {
  const first = await world.phone()
  await first.pick(await pictures(2))
  await first.reads('2 张照片都存好了')

  const second = await world.phone({ person: first.person })
  await second.openGallery()
  await second.reads('就这些了，一共 2 张')

  expect([...(await first.problems()), ...(await second.problems())]).toEqual([])
  await Promise.all([first.switchOff(), second.switchOff()])
})

it('opens a link to a photo of nobody with a sentence', async () => {
  const phone = await world.phone({ conditions: { page: '/pages/viewer/index?photoId=none' } })

  await phone.reads('照片不在了，可能已被删除')

  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('deletes the account with all its photos, and lets the person begin anew', async () => {
  const phone = await world.phone()
  const before = await world.cloud.objects()
  await phone.pick(await pictures(3))
  await phone.reads('3 张照片都存好了')

  await phone.button('设置与隐私').click()
  await phone.button('删除账号和全部照片').click()
  await phone.reads('我明白删除后找不回来')
  // A person taps it all the same; a script that waits for it to be enabled would not.
  await phone.inSheet('删除账号').click({ force: true })
  expect((await world.cloud.objects()).length).toBe(before.length + 3)
  await phone.page.getByRole('checkbox', { name: '我明白删除后找不回来' }).click()
  await phone.inSheet('删除账号').click()
  await phone.reads('账号和照片已删除')
  expect(await world.cloud.objects()).toEqual(before)

  await phone.openGallery()
  await phone.reads('这里还没有照片')
  await phone.goBack()
  await phone.pick(await pictures(1))
  await phone.reads('1 张照片都存好了')
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('speaks English on an English phone', async () => {
  const phone = await world.phone({ conditions: { language: 'en' } })

  await phone.reads('Save photos to the cloud')
  await phone.pick(await pictures(3), 'Choose photos')
  await phone.reads('All 3 saved')
  await phone.button('See photos').click()
  await phone.reads(/That.s all, 3 photos/)
  const words = await phone.page.locator('.page-host').allInnerTexts()

  expect(words.join('')).not.toMatch(/\p{Script=Han}/u)
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('follows the phone into the dark, also while it runs', async () => {
  const phone = await world.phone({ conditions: { theme: 'dark' } })
  await phone.reads('选几张照片，存到云端')

  const titleColour = () =>
    phone.page.getByText('选几张照片，存到云端').evaluate((title) => getComputedStyle(title).color)
  const dark = await titleColour()
  await phone.set({ theme: 'light' })
  const light = await titleColour()

  expect(brightness(dark)).toBeGreaterThan(180)
  expect(brightness(light)).toBeLessThan(80)
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

/** Of a computed colour, 0–255. */
function brightness(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number)
  return (red + green + blue) / 3
}

import { afterAll, beforeAll, expect, it, jest } from '@jest/globals'
import { pictures } from './world/picture-file.js'
import { startWorld, type World } from './world/world.js'

jest.setTimeout(90_000)

let world: World

beforeAll(async () => {
  world = await startWorld({}, { cloudrun: true })
})
afterAll(() => world.stop())

it('takes photos through the channel of 云托管 into the gallery, from a cold start on, and lets one go again', async () => {
  const phone = await world.phone({ conditions: { coldStarts: '1' } })
  const asked: string[] = []
  phone.page.on('request', (request) => asked.push(new URL(request.url()).pathname))

  await phone.pick(await pictures(3))
  await phone.reads('3 张照片都存好了')
  await phone.button('去看照片').click()
  await phone.reads('就这些了，一共 3 张')

  const stored = await world.cloud.objects()
  expect(new Set(stored.map(({ acl }) => acl))).toEqual(new Set(['private']))
  expect(photoIdsOf(stored).size).toBe(3)
  // Pictures come by file id, which the emulated cloud opens only to the person whom the right meta id names.
  await phone.page.waitForFunction(
    (origin) =>
      [...document.querySelectorAll<HTMLImageElement>('.page-host:not([hidden]) .tile img')].filter(
        ({ src, naturalWidth }) => naturalWidth > 0 && src.startsWith(origin),
      ).length === 3,
    world.stack.emulator.cloud.filesEndpoint,
  )
  expect(asked).toContain('/__wx/cloud-files')
  expect(asked).toContain('/__wx/container')
  expect(asked).not.toContain('/__wx/request')

  await phone.tile(2).click()
  await phone.button('删除').click()
  await phone.inSheet('删除').click()
  await phone.reads('已删除 1 张')
  await phone.goBack()
  await phone.reads('就这些了，一共 2 张')
  expect(photoIdsOf(await world.cloud.objects()).size).toBe(2)
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('says politely that the service is starting, and goes on once it has', async () => {
  const phone = await world.phone({ conditions: { coldStarts: '1000' } })

  await phone.openPage('/pages/gallery/index')
  await phone.reads('服务正在启动，请稍等')
  await phone.set({ coldStarts: '0' })
  await phone.button('重试').click()

  await phone.reads('还没有照片')
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('says the reason of a refusal, whether the channel shows answers that are no success or not', async () => {
  for (const containerErrors of ['fail', 'answer']) {
    const phone = await world.phone({ conditions: { containerErrors } })

    await phone.openPage('/pages/viewer/index?photoId=01JABCDEFGHJKMNPQRSTVWXYZ0')
    await phone.reads('照片不在了')

    expect(await phone.problems()).toEqual([])
    await phone.switchOff()
  }
})

/** The photos that objects belong to: each has one, and a small picture from its first view on. */
function photoIdsOf(objects: readonly { key: string }[]): Set<string | undefined> {
  return new Set(objects.map(({ key }) => key.split('/').at(-2)))
}

import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals'
import { eventually } from './world/eventually.js'
import type { Phone } from './world/phone.js'
import { type PictureFile, pictures } from './world/picture-file.js'
import { recordProgress } from './world/progress-record.js'
import { samplePictures } from './world/sample-picture.js'
import { startWorld, type World } from './world/world.js'

jest.setTimeout(90_000)

/** What a person lets happen to their phone, and takes back, while nine photos go up over a slow link. */
const COUNT = 9

let world: World

beforeAll(async () => {
  world = await startWorld()
})
afterEach(() => world.cloud.heal())
afterAll(() => world.stop())

interface Fault {
  name: string
  /** Before the pick. */
  before?: Parameters<Phone['set']>[0]
  /** While bytes move; what it returns can be seen before it heals. */
  strike?: (phone: Phone) => Promise<void>
}

it.each<Fault>([
  {
    name: 'the app is in the background for longer than WeChat lets requests live',
    async strike(phone) {
      await phone.set({ stage: 'background' })
      await phone.page.waitForFunction(() => window.preview.isSuspended)
      await phone.set({ stage: 'foreground' })
    },
  },
  {
    name: 'there is no network for a while',
    async strike(phone) {
      await phone.set({ network: 'none' })
      await phone.reads('没有网络，先停一停')
      await phone.set({ network: 'wifi' })
    },
  },
  { name: 'connections are reset half way', before: { faults: 'reset,reset,reset' } },
  { name: 'replies are lost', before: { faults: 'lost-reply,lost-reply,lost-reply' } },
  { name: 'permissions have ended', before: { faults: 'expired,expired,expired' } },
  {
    name: 'the service is gone for a while',
    async strike(phone) {
      await phone.set({ service: 'stopped' })
      await phone.reads('暂时连不上服务')
      await phone.set({ service: 'running' })
    },
  },
  {
    name: 'the phone has no room for copies',
    before: { storage: 'full' },
    async strike(phone) {
      await phone.reads(/这 \d 张没能留副本，传完前先别退出。/)
    },
  },
])('heals by itself: $name', async ({ before = {}, strike }) => {
  const phone = await world.phone({ conditions: { network: '3g' } })
  const files = await pictures(COUNT)
  const stored = (await world.cloud.objects()).length
  const progress = await recordProgress(phone)
  await phone.set(before)

  await phone.pick(files)
  await bytesMove(phone)
  await strike?.(phone)
  await phone.reads(`${COUNT} 张照片都存好了`)

  const seen = await progress.stop()
  expect(seen.filter(({ percent }, index) => percent < (seen[index - 1]?.percent ?? 0))).toEqual([])
  expect(seen.filter(({ percent, savedCount }) => percent === 100 && savedCount < COUNT)).toEqual([])
  expect(await phone.page.evaluate(() => window.preview.conditions.faults)).toBe('')
  await showsEachOnce(phone, files)
  await eventually(async () => expect(await world.cloud.objects()).toHaveLength(stored + COUNT))
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('goes on with one tap after it was killed, without a new pick', async () => {
  const phone = await world.phone({ conditions: { network: '3g' } })
  const files = await pictures(COUNT)
  const stored = (await world.cloud.objects()).length

  await phone.pick(files)
  await bytesMove(phone)
  await phone.reload()
  await phone.reads(/上次还有 \d 张没传完/)
  await phone.button('继续上传').click()
  await phone.reads(/\d 张照片都存好了/)

  await showsEachOnce(phone, files)
  await eventually(async () => expect(await world.cloud.objects()).toHaveLength(stored + COUNT))
  await phone.reload()
  await phone.reads('选几张照片，存到云端')
  expect(await phone.keptFiles()).toEqual([])
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('forgets what was left when the person does not want it', async () => {
  const phone = await world.phone({ conditions: { network: 'weak' } })
  const stored = (await world.cloud.objects()).length

  await phone.pick(await pictures(3))
  await phone
    .tilesThat(/正在上传/)
    .first()
    .waitFor()
  await phone.reload()
  await phone.reads('上次还有 3 张没传完')
  await phone.button('不传了').click()
  await phone.inSheet('不传了').click()
  await phone.reads('选几张照片，存到云端')
  await phone.reload()
  await phone.reads('选几张照片，存到云端')

  expect(await phone.keptFiles()).toEqual([])
  expect(await world.cloud.objects()).toHaveLength(stored)
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('asks once before it goes on over mobile data, and waits for Wi-Fi where the person says so', async () => {
  const phone = await world.phone()
  await world.cloud.breakDown({ service: 'cos', method: 'POST', fault: { latencyMs: 60_000 } })
  // More than a question is worth, even where all that go at once are out before the network changes.
  await phone.pick(await samplePictures(20, { byteLength: 1_000_000 }))
  await phone
    .tilesThat(/正在上传/)
    .first()
    .waitFor()

  await phone.set({ network: '4g' })
  await phone.reads('用移动网络继续吗？')
  await phone.reads(/还有 20 张没传完，大约要用 \d+\.\d\sMB 流量。/)
  await phone.inSheet('等 Wi-Fi').click()
  await phone.reads('等 Wi-Fi，先停一停')
  await world.cloud.heal()
  await phone.set({ network: 'wifi' })
  await phone.reads('20 张照片都存好了')

  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('pauses one photo while the others go up, and lets it go on', async () => {
  const phone = await world.phone({ conditions: { network: '3g' } })
  // So large that the fourth is still on its way when it is held, and no larger than what goes up as it is.
  const files = await pictures(4, { firstByteLength: 190_000 })

  await phone.pick(files)
  await bytesMove(phone)
  await phone.hold(phone.tile(4))
  await phone.inSheet('先不传这张').click()
  await phone.tile(4).and(phone.page.getByLabel('已暂停')).waitFor()
  await eventually(async () => expect(await phone.tilesThat('已存好').count()).toBe(3))
  await phone.tile(4).click()
  await phone.inSheet('接着传这张').click()
  // A call that says nothing is given up after 27 s.
  await phone.reads('4 张照片都存好了', { timeout: 60_000 })

  await showsEachOnce(phone, files)
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

async function bytesMove(phone: Phone): Promise<void> {
  await phone
    .tilesThat(/正在上传 [1-9]|确认中|已存好/)
    .first()
    .waitFor()
}

/** The gallery has every photo once, in picked order; no two have the same size. */
async function showsEachOnce(phone: Phone, files: readonly PictureFile[]): Promise<void> {
  await phone.button('去看照片').click()
  await phone.reads(`就这些了，一共 ${files.length} 张`)
  const sizes = new Map((await world.cloud.objects()).map(({ key, byteLength }) => [key, byteLength]))
  expect((await phone.galleryKeys()).map((key) => sizes.get(key))).toEqual(files.map(({ buffer }) => buffer.length))
}

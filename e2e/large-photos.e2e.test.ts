import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals'
import { eventually } from './world/eventually.js'
import type { Phone } from './world/phone.js'
import { type PictureFile, picture } from './world/picture-file.js'
import { recordProgress } from './world/progress-record.js'
import { recordSentParts, type SentPart } from './world/sent-parts.js'
import { startWorld, type World } from './world/world.js'

jest.setTimeout(60_000)

const MIB = 1024 * 1024

/** What is above 8 MiB comes in parts unless an operator says otherwise; smaller photos show the same in less time. */
const MULTIPART_THRESHOLD_BYTES = String(MIB)

/** The last part is a short one. */
const BYTE_LENGTH = 5 * MIB + 500_000
const PART_NUMBERS = [1, 2, 3, 4, 5, 6]

let world: World

beforeAll(async () => {
  world = await startWorld({ MULTIPART_THRESHOLD_BYTES })
})
afterEach(() => world.cloud.heal())
afterAll(() => world.stop())

it('goes on where it was cut, and sends no part again that has arrived', async () => {
  const phone = await world.phone()
  const photo = await picture(1, { byteLength: BYTE_LENGTH })
  const sent = recordSentParts(phone)
  const progress = await recordProgress(phone)
  await phone.set({ faults: 'reset,lost-reply' })

  await pickOriginal(phone, photo)
  await phone.reads('1 张照片都存好了')

  const parts = await sent.outcomes()
  expect(arrived(parts)).toEqual(PART_NUMBERS)
  expect(parts.filter(({ outcome }) => outcome === 'lost-reply')).toHaveLength(1)
  expect(parts.filter(({ outcome }) => outcome === 'cut')).toHaveLength(1)
  expect(parts).toHaveLength(PART_NUMBERS.length + 1)
  const seen = await progress.stop()
  expect(seen.some(({ percent }) => percent > 10 && percent < 90)).toBe(true)
  expect(seen.filter(({ percent }, index) => percent < (seen[index - 1]?.percent ?? 0))).toEqual([])
  await showsOnce(phone, photo)
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('goes on with one tap after the app was killed, with the parts that are missing', async () => {
  const phone = await world.phone()
  const photo = await picture(2, { byteLength: BYTE_LENGTH })
  const sent = recordSentParts(phone)
  await world.cloud.breakDown({ service: 'cos', method: 'PUT', fault: { latencyMs: 60_000 }, skip: 2 })

  await pickOriginal(phone, photo)
  await eventually(async () => {
    expect(await world.cloud.faultsMet()).toBe(2)
    expect(sent.count).toBe(4)
  })
  await phone.reload()
  await world.cloud.heal()
  await phone.button('继续上传').click()
  await phone.reads('1 张照片都存好了')

  const parts = await sent.outcomes()
  expect(arrived(parts)).toEqual(PART_NUMBERS)
  expect(parts.filter(({ outcome }) => outcome === 'cut')).toHaveLength(2)
  expect(parts).toHaveLength(PART_NUMBERS.length + 2)
  await showsOnce(phone, photo)
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

/** As it is: of what is compressed hardly anything is left. */
async function pickOriginal(phone: Phone, photo: PictureFile): Promise<void> {
  await phone.button(/标准画质/).click()
  await phone.page.getByRole('radio', { name: '原图' }).click()
  await phone.inSheet('好').click()
  await phone.pick([photo])
}

function arrived(parts: readonly SentPart[]): number[] {
  const stored = parts.filter(({ outcome }) => outcome === 'stored' || outcome === 'lost-reply')
  return stored.map(({ partNumber }) => partNumber).toSorted((a, b) => a - b)
}

/** The gallery has this photo and no other, and gives back every byte of it; nothing else of it is left in the bucket. */
async function showsOnce(phone: Phone, { buffer }: PictureFile): Promise<void> {
  await phone.button('去看照片').click()
  await phone.reads('就这些了，一共 1 张')
  const [key, ...others] = await phone.galleryKeys()
  expect(others).toEqual([])
  expect((await world.cloud.objects()).find((object) => object.key === key)?.byteLength).toBe(buffer.length)
  await phone.tile(1).click()
  const download = phone.page.waitForEvent('download')
  await phone.button('存到手机').click()
  await phone.page.getByRole('alertdialog').getByRole('button', { name: '允许' }).click()
  expect((await readFile(await (await download).path())).equals(buffer)).toBe(true)
}

import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { ROUTES } from '@photolift/contracts'
import type { FaultRule } from '@photolift/emulator'
import { type PictureFile, picture, pictures } from '../world/picture-file.js'
import type { Desk } from './desk.js'
import { PageWorld } from './page-world.js'
import { type StoredSince, storedSince } from './stored-since.js'

jest.setTimeout(90_000)

const MIB = 1024 * 1024

let world: PageWorld
let desk: Desk
let stored: StoredSince

beforeAll(async () => {
  // What is above 8 MiB comes in parts unless an operator says otherwise; smaller photos show the same in less time.
  world = await PageWorld.start({ MULTIPART_THRESHOLD_BYTES: String(MIB) })
})
beforeEach(async () => {
  desk = await world.desk()
  stored = await storedSince(world.cloud)
})
afterEach(async () => {
  await world.cloud.heal()
  expect(desk.problems()).toEqual([])
  await desk.leave()
})
afterAll(() => world.stop())

describe('a picked file on a card or a disk', () => {
  let folder: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'photolift-card-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  async function paths(files: readonly PictureFile[]): Promise<string[]> {
    for (const { name, buffer } of files) await writeFile(join(folder, name), buffer)
    return files.map(({ name }) => join(folder, name))
  }

  it.each<[string, (path: string) => Promise<void>, string]>([
    ['is gone', (path) => rm(path), '文件打不开'],
    ['has changed', (path) => appendFile(path, 'more'), '照片在传输中变了样'],
  ])('that %s before it is sent stops no other, and the page says why', async (_, harm, why) => {
    const files = await pictures(3)
    const [first = '', second = '', third = ''] = await paths(files)
    let harmed: Promise<void> | undefined
    await desk.page.route(`**${ROUTES.authorize.path}`, async (route) => {
      harmed ??= harm(second)
      await harmed
      await route.fallback()
    })

    const opened = desk.page.waitForEvent('filechooser')
    await desk.button('选择照片').click()
    await (await opened).setFiles([first, second, third])
    await desk.reads('2 张已存好，1 张没传上')

    await desk.reads(why)
    await stored.areExactly(files.filter((_file, index) => index !== 1))
  })
})

it('opens the dialog again where the browser did not tell that the last one was closed', async () => {
  const files = await pictures(1)
  const closed = desk.page.waitForEvent('filechooser')
  await desk.button('选择照片').click()
  await closed

  await desk.pick(files)
  await desk.reads('1 张照片都存好了')

  await stored.areExactly(files)
})

describe('a photo that comes in parts', () => {
  it.each<[string, FaultRule['fault']]>([
    ['a gateway answers 502 in HTML', { status: 502 }],
    ['the connection is cut mid-way', { resetAfterBytes: 200_000 }],
    ['it is stored and the answer lost', { loseReply: true }],
    ['its URL has expired by the clock of COS', { clockSkewSeconds: 7_200 }],
  ])('is stored whole where at one of them %s', async (_, fault) => {
    await desk.button('设置与隐私').click()
    await desk.button(/^画质/).click()
    await desk.page.getByRole('radio', { name: '原图' }).click()
    await desk.button('上传').click()
    const photo = await picture(1, { byteLength: 2 * MIB + 1_000 })
    await world.cloud.breakDown({
      service: 'cos',
      method: 'PUT',
      targetContains: 'partNumber',
      fault,
      skip: 1,
      times: 1,
    })

    await desk.pick([photo])
    await desk.reads('1 张照片都存好了')

    expect(await world.cloud.faultsMet()).toBe(1)
    await stored.areExactly([photo])
  })
})

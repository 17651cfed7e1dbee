import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals'
import type { Phone, PhoneOptions } from './world/phone.js'
import { samplePictures } from './world/sample-picture.js'
import { startWorld, type World } from './world/world.js'

jest.setTimeout(90_000)

/** Pictures for people to look at; git ignores them. */
const SCREENS = join(import.meta.dirname, '.screens')
const DAY_SECONDS = 86_400

let world: World
let phones: Phone[] = []

beforeAll(async () => {
  await rm(SCREENS, { recursive: true, force: true })
  await mkdir(SCREENS, { recursive: true })
  world = await startWorld()
})
beforeEach(() => {
  phones = []
})
afterEach(async () => {
  await world.cloud.heal()
  const problems = await Promise.all(phones.map((phone) => phone.problems()))
  await Promise.all(phones.map((phone) => phone.switchOff()))
  expect(problems.flat()).toEqual([])
})
afterAll(() => world.stop())

async function open(options: PhoneOptions = {}): Promise<Phone> {
  const phone = await world.phone({ pixelRatio: 2, ...options })
  phones.push(phone)
  return phone
}

async function capture(phone: Phone, name: string): Promise<void> {
  await standStill(phone)
  await phone.page.screenshot({ path: join(SCREENS, `${name}.png`) })
}

async function standStill({ page }: Phone): Promise<void> {
  // Sheets slide, veils lift, pictures decode: what people look at stands still.
  await page.evaluate(async () => {
    // A sheet waits some frames before it begins to slide.
    const sheetTops = () =>
      String(Array.from(document.querySelectorAll('[role=dialog]'), (sheet) => sheet.getBoundingClientRect().top))
    // On a busy machine more frames than any number may pass before; but the sheet says that it is about to.
    const slides = () => document.querySelector('[class*="-enter-active"], [class*="-leave-active"]') !== null
    for (let stillFrames = 0, before = ''; stillFrames < 10; ) {
      await new Promise(requestAnimationFrame)
      const now = sheetTops()
      stillFrames = now === before && !slides() ? stillFrames + 1 : 0
      before = now
    }
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
    await Promise.allSettled(ending.map((animation) => animation.finished))
    await Promise.allSettled([...document.images].filter(({ src }) => src !== '').map((image) => image.decode()))
  })
}

interface Uploading {
  byteLength: number
  pickButton?: RegExp
}

/** Leaves a phone with nine photos on their way: some sent, some half-way, some waiting. */
async function uploading(phone: Phone, { byteLength, pickButton }: Uploading): Promise<void> {
  await phone.set({ network: '3g' })
  await phone.pick(await samplePictures(9, { byteLength }), pickButton)
  await phone
    .tilesThat(/确认中|Checking/)
    .first()
    .waitFor()
  await phone
    .tilesThat(/正在上传 [3-9]\d|Uploading [3-9]\d/)
    .first()
    .waitFor()
}

it('upload: nothing picked yet, the album, what will be uploaded how', async () => {
  const phone = await open({ conditions: { album: 'sample' } })
  await phone.reads('选几张照片，存到云端')
  await capture(phone, 'upload-empty')

  await phone.button(/标准画质/).click()
  await phone.reads('怎么上传')
  await capture(phone, 'upload-settings-sheet')
  await phone.inSheet('好').click()

  await phone.button('选择照片').click()
  for (const name of ['lake.webp', 'cat.webp', 'snow.webp']) await phone.inSheet(name).click()
  await capture(phone, 'upload-album')
})

it('upload: preparing', async () => {
  // Limits come with login, and login takes its time.
  await world.cloud.breakDown({ service: 'wechat', fault: { latencyMs: 20_000 } })
  const phone = await open()
  await phone.pick(await samplePictures(9))
  await phone.reads('正在准备 9 张照片')
  await capture(phone, 'upload-preparing')
})

it('upload: on its way, stopping it, paused, without a network', async () => {
  const phone = await open()
  await uploading(phone, { byteLength: 120_000 })
  await capture(phone, 'upload-uploading')

  await phone.button('取消').click()
  await phone.reads('停下剩余的')
  await capture(phone, 'upload-stop-sheet')
  await phone.inSheet('接着传').click()

  await phone.button('暂停').click()
  await phone.reads('已暂停')
  await capture(phone, 'upload-paused')

  await phone.button('继续上传').click()
  await phone.set({ network: 'none' })
  await phone.reads('没有网络，先停一停')
  await capture(phone, 'upload-offline')

  await phone.openGallery()
  await phone.reads(/没有网络，先停一停/)
  await capture(phone, 'gallery-uploading')
})

it('upload: one photo of many, weak signal, no room for copies', async () => {
  const phone = await open()
  await phone.set({ network: '3g', storage: 'full', faults: Array(6).fill('stalled').join(',') })
  await phone.pick(await samplePictures(9, { byteLength: 120_000 }))
  await phone.reads('没能留副本')
  await phone.hold(phone.tile(9))
  await phone.reads('先不传这张')
  await capture(phone, 'upload-photo-sheet')
  await phone.inSheet('先不传这张').click()
  await phone.tile(9).and(phone.page.getByLabel('已暂停')).waitFor()
  await phone.tile(9).click()
  await phone.reads('接着传这张')
  await capture(phone, 'upload-photo-paused-sheet')
  await phone.page.getByRole('dialog').getByRole('button', { name: '关闭' }).click()
  await phone.page.getByRole('dialog').waitFor({ state: 'hidden' })
  await phone.tilesThat('信号弱').first().waitFor()
  await capture(phone, 'upload-stalled-unkept')
})

/** Leaves a phone whose Wi-Fi has just gone, with more than a little left to send. */
async function withoutWifi(phone: Phone, pickButton?: RegExp): Promise<void> {
  await phone.set({ faults: Array(6).fill('silent').join(',') })
  await phone.pick(await samplePictures(9, { byteLength: 1_600_000 }), pickButton)
  await phone
    .tilesThat(/正在上传|Uploading/)
    .first()
    .waitFor()
  await phone.set({ network: '4g' })
  await phone.reads(/^(用移动网络继续吗？|Use mobile data\?)$/)
}

it.each<[string, PhoneOptions]>([
  ['', {}],
  ['dark-', { conditions: { theme: 'dark' } }],
  ['small-english-', { size: { width: 320, height: 568 }, conditions: { bars: '0', language: 'en' } }],
])('%smobile data: the question, and waiting for Wi-Fi', async (look, options) => {
  const phone = await open(options)
  await withoutWifi(phone, /^(选择照片|Choose photos)$/)
  await capture(phone, `${look}upload-mobile-data-sheet`)
  await phone.inSheet(/^(等 Wi-Fi|Wait for Wi-Fi)$/).click()
  await phone.reads(/^(等 Wi-Fi，先停一停|Waiting for Wi-Fi)$/)
  await phone.page.getByRole('dialog').waitFor({ state: 'hidden' })
  await capture(phone, `${look}upload-waiting-for-wifi`)
})

it.each<[string, number, PhoneOptions]>([
  ['', 9, {}],
  ['many-', 20, {}],
  ['dark-', 9, { conditions: { theme: 'dark' } }],
  ['english-', 9, { conditions: { language: 'en' } }],
  ['small-', 20, { size: { width: 320, height: 568 }, conditions: { bars: '0' } }],
  ['tablet-', 20, { size: { width: 768, height: 1024 }, pixelRatio: 1 }],
])('%sleftovers of an earlier run', async (look, count, options) => {
  const phone = await open(options)
  await phone.set({ network: 'weak' })
  await phone.pick(await samplePictures(count), /^(选择照片|Choose photos)$/)
  await phone
    .tilesThat(/正在上传|Uploading/)
    .first()
    .waitFor()
  await phone.reload()
  await phone.reads(/没传完|left from last time/)
  await capture(phone, `${look}upload-leftovers`)
  await phone.button(/^(不传了|Discard)$/).click()
  await phone.inSheet(/^(不传了|Discard)$/).waitFor()
  await capture(phone, `${look}upload-discard-sheet`)
})

it('settings: each choice', async () => {
  const phone = await open()
  await phone.button('设置与隐私').click()
  for (const row of ['画质', '位置信息', '移动网络']) {
    await phone.button(new RegExp(`^${row}`)).click()
    await phone.page.getByRole('radio').first().waitFor()
    await capture(phone, `about-choice-${row}`)
    await phone.page.getByRole('radio').nth(1).click()
    await phone.page.getByRole('dialog').waitFor({ state: 'hidden' })
  }
  await capture(phone, 'about-changed')
})

it('upload: some failed, with reasons', async () => {
  const phone = await open()
  const photos = await samplePictures(9)
  const [large] = await samplePictures(1, { byteLength: 90_000 })
  if (large !== undefined) photos[4] = large
  photos[7] = { name: 'letter.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no photo') }
  await world.cloud.breakDown({ service: 'cos', method: 'POST', fault: { resetAfterBytes: 70_000 } })
  await phone.pick(photos)
  await phone.reads('7 张已存好，2 张没传上')
  await capture(phone, 'upload-failed')

  await phone.tile(8).click()
  await phone.reads('请选 JPG、PNG、HEIC、WebP 或 GIF')
  await capture(phone, 'upload-failed-sheet')
})

it('upload: done, and fifty', async () => {
  const phone = await open()
  await phone.pick(await samplePictures(9))
  await phone.reads('9 张照片都存好了')
  await capture(phone, 'upload-done')

  await phone.set({ network: '3g' })
  const fifty = (await samplePictures(59)).slice(9)
  await phone.pick(fifty.slice(0, 20), '再传一些')
  await phone.pick(fifty.slice(20, 40), '继续添加')
  await phone.pick(fifty.slice(40), '继续添加')
  await phone.page.getByRole('tab', { name: /^已存好/ }).waitFor()
  await phone.button('继续添加').scrollIntoViewIfNeeded()
  await phone.page.mouse.wheel(0, -900)
  await capture(phone, 'upload-fifty')
})

it('upload: consent', async () => {
  const phone = await open({ conditions: { privacy: 'ask' } })
  await phone.button('选择照片').click()
  await phone.reads('先和你说清楚')
  await capture(phone, 'upload-consent')

  await phone.inSheet('拒绝').click()
  await phone.reads('同意后才能选照片')
  await phone.page.getByRole('dialog').waitFor({ state: 'hidden' })
  await capture(phone, 'upload-consent-refused')
})

it('upload: photos to arrange', async () => {
  const phone = await open()
  await phone.button('设置与隐私').click()
  await phone.page.getByRole('switch', { name: '先排好再传' }).click()
  await phone.goBack()
  await phone.pick(await samplePictures(9))
  await phone.reads('9 张照片，先排好顺序')
  await capture(phone, 'upload-arranging')
})

it('upload: the service cannot be reached', async () => {
  await world.stack.stopService()
  const phone = await open()
  await phone.reads('暂时连不上服务')
  await capture(phone, 'error-service')
  await phone.openPage('/pages/gallery/index')
  await phone.reads('暂时连不上服务')
  await capture(phone, 'gallery-failed')
  await world.stack.restartService()
})

it('gallery: loading, empty', async () => {
  const phone = await open()
  await phone.openGallery()
  await phone.reads('这里还没有照片')
  await capture(phone, 'gallery-empty')

  process.kill(world.stack.servicePid, 'SIGSTOP')
  try {
    await phone.openPage('/pages/gallery/index')
    await phone.reads('正在载入照片')
    await capture(phone, 'gallery-loading')
  } finally {
    process.kill(world.stack.servicePid, 'SIGCONT')
  }
})

it('gallery: days, selection, deletion; viewer and its facts; settings', async () => {
  const phone = await open()
  for (const [daysAgo, first, count] of [
    [6, 0, 4],
    [1, 4, 8],
  ] as const) {
    // Service and COS live some days ago, so that the gallery has something to divide.
    const agoSeconds = daysAgo * DAY_SECONDS
    await world.cloud.breakDown({ service: 'cos', fault: { clockSkewSeconds: -agoSeconds } })
    await world.stack.restartService({
      NODE_OPTIONS: `--import=data:text/javascript,const%20now=Date.now;Date.now=()=>now()-${agoSeconds}e3`,
    })
    await phone.reload()
    await phone.pick((await samplePictures(first + count)).slice(first))
    await phone.reads(`${count} 张照片都存好了`)
    await world.cloud.heal()
  }
  await world.stack.restartService()
  await phone.reload()
  await phone.pick((await samplePictures(21)).slice(12))
  await phone.reads('9 张照片都存好了')
  await phone.button('去看照片').click()
  await phone.reads('今天')
  await phone.reads('昨天')
  await capture(phone, 'gallery')

  await phone.button('选择').click()
  await phone.page.getByRole('checkbox', { name: /^第 2 张，今天/ }).click()
  await phone.page.getByRole('checkbox', { name: /^第 5 张，今天/ }).click()
  await phone.button('删除 2 张').waitFor()
  await capture(phone, 'gallery-select')
  await phone.button('删除 2 张').click()
  await phone.reads('删除这 2 张照片？')
  await capture(phone, 'gallery-delete-sheet')
  await phone.inSheet('删除 2 张').click()
  await phone.reads('已删除 2 张')
  await capture(phone, 'gallery-toast')

  await phone.button('第 3 张，今天').click()
  await phone.button('信息').waitFor()
  await capture(phone, 'viewer')
  await phone.button('信息').click()
  await phone.reads('照片信息')
  await capture(phone, 'viewer-info')
  await phone.page.getByRole('dialog').getByRole('button', { name: '关闭' }).click()
  await phone.button('删除').click()
  await phone.reads('删除这张照片？')
  await capture(phone, 'viewer-delete-sheet')
  await phone.inSheet('先留着').click()
  await phone.goBack()
  await phone.goBack()

  await phone.button('设置与隐私').click()
  await phone.reads('隐私保护指引')
  await capture(phone, 'about')
  await phone.button('我们存了什么').click()
  await phone.reads('没有选中的照片，一张也不读')
  await capture(phone, 'about-kept-sheet')
  await phone.page.getByRole('dialog').getByRole('button', { name: '关闭' }).click()
  await phone.button('删除账号和全部照片').click()
  await phone.reads('我明白删除后找不回来')
  await capture(phone, 'about-delete-sheet')
})

it.each<[string, PhoneOptions]>([
  // Such phones have no home bar and a low status bar.
  ['small', { size: { width: 320, height: 568 }, conditions: { bars: '0' } }],
  ['tablet', { size: { width: 768, height: 1024 }, pixelRatio: 1 }],
  ['dark', { conditions: { theme: 'dark' } }],
  ['english', { conditions: { language: 'en' } }],
])('the main screens, %s', async (look, options) => {
  const phone = await open(options)
  await phone.reads(/选几张照片，存到云端|Save photos to the cloud/)
  await capture(phone, `${look}-upload-empty`)
  await phone.button(/标准画质|Standard quality/).click()
  await phone.inSheet(/^(好|OK)$/).waitFor()
  await capture(phone, `${look}-upload-settings-sheet`)
  await phone.inSheet(/^(好|OK)$/).click()

  await uploading(phone, { byteLength: 60_000, pickButton: /^(选择照片|Choose photos)$/ })
  await capture(phone, `${look}-upload-uploading`)
  await phone.reads(/9 张照片都存好了|All 9 saved/)
  await capture(phone, `${look}-upload-done`)

  await phone.button(/^(去看照片|See photos)$/).click()
  await phone.reads(/就这些了|That.s all/)
  await capture(phone, `${look}-gallery`)
  await phone.tile(4).click()
  await phone.button(/^(信息|Info)$/).click()
  await phone.reads(/照片信息|About this photo/)
  await capture(phone, `${look}-viewer-info`)
  await phone.goBack()
  await phone.goBack()
  await phone.button(/^(设置与隐私|Settings and privacy)$/).click()
  await phone.reads(/隐私保护指引|Privacy guidelines/)
  await capture(phone, `${look}-about`)
})

/** Opens the page that edits the newest of some photos. */
async function editing(phone: Phone, photoCount = 3): Promise<void> {
  await phone.pick(await samplePictures(photoCount), /^(选择照片|Choose photos)$/)
  await phone.reads(/张照片都存好了|All \d saved/)
  await phone.button(/^(去看照片|See photos)$/).click()
  await phone.tile(1).click()
  await phone.button(/^(编辑|Edit)$/).click()
  await phone.button(/^(向左转 90 度|Turn left)$/).waitFor()
  await phone.page.locator('.page-host:not([hidden]) .canvas__picture img').last().waitFor()
}

async function dragBy(phone: Phone, selector: string, right: number, down: number): Promise<void> {
  const box = await phone.page.locator(selector).boundingBox()
  if (box === null) throw new Error(`${selector} is not on the screen`)
  const { mouse } = phone.page
  await mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await mouse.down()
  await mouse.move(box.x + box.width / 2 + right, box.y + box.height / 2 + down, { steps: 6 })
  await mouse.up()
}

it('edit: crop, filters, watermark, failed, saving, saved', async () => {
  const phone = await open()
  await editing(phone)
  await capture(phone, 'edit-untouched')

  await phone.button('3:4').click()
  await dragBy(phone, '.ruler', 14, 0)
  await dragBy(phone, '.frame__corner--south-east', -40, -40)
  await phone.reads('−2°')
  await capture(phone, 'edit-crop')

  await phone.page.getByRole('tab', { name: '滤镜' }).click()
  await phone.button('黑白').click()
  await capture(phone, 'edit-filter')

  await phone.page.getByRole('tab', { name: '水印' }).click()
  await capture(phone, 'edit-watermark-none')
  await phone.button('选一张照片做水印').click()
  await phone.inSheet('第 2 张照片').waitFor()
  await capture(phone, 'edit-watermark-sheet')
  await phone.inSheet('第 2 张照片').click()
  await phone.button('水印在右下角，轻点换到下一个位置').waitFor()
  await phone.page.getByRole('dialog').waitFor({ state: 'hidden' })
  await capture(phone, 'edit-watermark')

  await world.stack.stopService()
  await phone.button('存为新照片').click()
  await phone.reads('没能存下来')
  await capture(phone, 'edit-failed')
  await world.stack.restartService()

  process.kill(world.stack.servicePid, 'SIGSTOP')
  try {
    await phone.button('存为新照片').click()
    await phone.reads('正在保存')
    await capture(phone, 'edit-saving')
  } finally {
    process.kill(world.stack.servicePid, 'SIGCONT')
  }
  await phone.reads('已存为新照片')
  await capture(phone, 'edit-saved')
  await phone.goBack()
  await phone.reads('就这些了，一共 4 张')
  await capture(phone, 'edit-gallery')
})

it.each<[string, PhoneOptions]>([
  ['small', { size: { width: 320, height: 568 }, conditions: { bars: '0' } }],
  ['tablet', { size: { width: 768, height: 1024 }, pixelRatio: 1 }],
  ['english', { conditions: { language: 'en' } }],
  ['english-small', { size: { width: 320, height: 568 }, conditions: { bars: '0', language: 'en' } }],
])('edit, %s', async (look, options) => {
  const phone = await open(options)
  await editing(phone)
  await phone.button('1:1').click()
  await capture(phone, `${look}-edit-crop`)

  await phone.page.getByRole('tab', { name: /^(滤镜|Filters)$/ }).click()
  await phone.button(/^(柔和|Soft)$/).click()
  await capture(phone, `${look}-edit-filter`)

  await phone.page.getByRole('tab', { name: /^(水印|Watermark)$/ }).click()
  await phone.button(/^(选一张照片做水印|Choose a photo as watermark)$/).click()
  await phone.inSheet(/^(第 2 张照片|Photo 2)$/).click()
  await phone.button(/^(水印在右下角|Watermark at bottom right)/).waitFor()
  await phone.page.getByRole('dialog').waitFor({ state: 'hidden' })
  await capture(phone, `${look}-edit-watermark`)
})

import { picture } from '../world/picture-file.js'
import { samplePictures } from '../world/sample-picture.js'
import type { Desk } from './desk.js'
import type { PageWorld } from './page-world.js'

export interface Tour {
  world: PageWorld
  /** Of nobody who has logged in. */
  desk: Desk
  english?: boolean
  /** Called in each state, once nothing moves. */
  see: (state: string) => Promise<void>
}

/** Longer than any window, with nothing where a line would break by itself. */
export const LONG_NAME = `${'IMG_20261128_'.repeat(18)}的说明.txt`

/** Leads a new person through every state of the page. */
export async function tour({ world, desk, english = false, see }: Tour): Promise<void> {
  const say = (zh: string, en: string) => (english ? en : zh)
  const stop = async (state: string) => {
    await desk.standsStill()
    await see(state)
  }

  await desk.reads(say('输入上传码', 'Enter your upload code'))
  await stop('door')
  await desk.enter(await world.deskCode())
  await desk.reads(say('我的照片', 'My photos'))
  await stop('empty')

  await world.cloud.breakDown({ service: 'cos', method: 'POST', fault: { latencyMs: 3_000 } })
  await desk.pick(await sixPhotosAndOneText(), say('选择照片', 'Choose photos'))
  await desk.page.getByRole('progressbar').waitFor()
  await stop('uploading')
  await desk.button(say('取消', 'Cancel')).click()
  await stop('stop')
  await desk.page.keyboard.press('Escape')
  await world.cloud.heal()
  await desk.reads(say('6 张已存好，1 张没传上', '6 saved, 1 not uploaded'))
  await stop('failed')
  await desk.tilesThat(say('没传上', 'Not uploaded')).click()
  await stop('failures')
  await desk.page
    .getByRole('dialog')
    .getByRole('button', { name: say('全部移除', 'Remove all') })
    .click()
  await desk.reads(say('6 张照片都存好了', 'All 6 saved'))
  await stop('done')

  await desk.button(say('去看照片', 'See photos')).click()
  await desk.reads(say('就这些了', "That's all"))
  await desk.page.waitForLoadState('networkidle')
  await stop('gallery')
  await desk.button(say('选择', 'Select')).click()
  await desk.page.getByRole('checkbox').nth(1).click()
  await stop('gallery-select')
  await desk.button(say('取消', 'Cancel')).click()
  await desk.page.locator('.shot').first().click()
  await desk.page.waitForLoadState('networkidle')
  await stop('viewer')
  await desk.button(say('信息', 'Info')).click()
  await stop('viewer-info')
  await desk.page.keyboard.press('Escape')
  await desk.page.keyboard.press('Escape')
  await desk.page.locator('.header').waitFor()
  await desk.button(say('设置与隐私', 'Settings and privacy')).click()
  await stop('settings')
  await desk.button(say('删除账号和全部照片', 'Delete account and photos')).click()
  await stop('settings-delete')
}

async function sixPhotosAndOneText() {
  const text = { name: LONG_NAME, mimeType: 'text/plain', buffer: Buffer.from('no photo at all, but some words') }
  const [first, ...others] = await samplePictures(5)
  if (first === undefined) throw new Error('the sample album is empty')
  const long = { ...first, name: LONG_NAME.replace('.txt', '.webp') }
  return [long, ...others, await picture(Math.ceil(Math.random() * 1e6)), text]
}

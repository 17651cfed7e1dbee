import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals'
import { pictures } from '../world/picture-file.js'
import type { Desk } from './desk.js'
import { Keyboard } from './keyboard.js'
import { PageWorld } from './page-world.js'

jest.setTimeout(90_000)

let world: PageWorld
let desk: Desk

beforeAll(async () => {
  world = await PageWorld.start()
})
beforeEach(async () => {
  desk = await world.desk({ loggedIn: false })
})
afterEach(async () => {
  await world.cloud.heal()
  await desk.leave()
})
afterAll(() => world.stop())

it('alone takes a person through the whole journey; the focus is always seen, and never lost', async () => {
  const keyboard = new Keyboard(desk.page)
  await desk.reads('输入上传码')
  await keyboard.tabTo('上传码')
  await keyboard.type(await world.deskCode())
  await keyboard.press('Enter')
  await desk.reads('把照片拖到这里')
  await keyboard.isLedTo('上传')

  // Three photos, none of which gets through, and a text.
  await world.cloud.breakDown({ service: 'cos', method: 'POST', fault: { status: 403, code: 'AccessDenied' } })
  const text = { name: '笔记.txt', mimeType: 'text/plain', buffer: Buffer.from('no photo at all, but some words') }
  const chooser = desk.page.waitForEvent('filechooser')
  await keyboard.tabTo('选择照片')
  await keyboard.press('Enter')
  await (await chooser).setFiles([...(await pictures(3)), text])
  await desk.reads('4 张没传上')

  // Top row, tiles, bottom row.
  await keyboard.tabTo('上传')
  expect(await keyboard.tabTo('重试 3 张')).toEqual([
    '我的照片',
    'English',
    '设置与隐私',
    '选择照片',
    ...[1, 2, 3, 4].flatMap((place) => [expect.stringContaining(`第 ${place} 张，没传上`), `移除第 ${place} 张`]),
    '移除',
    '重试 3 张',
  ])

  // What was taken out leads to the next.
  await keyboard.tabTo('移除第 2 张')
  await keyboard.press('Space')
  await desk.reads('3 张没传上')
  await keyboard.isLedTo('移除第 2 张')

  // A sheet takes the focus, keeps it, and gives it back.
  await keyboard.tabTo(/^第 3 张，没传上/)
  await keyboard.press('Enter')
  await keyboard.isLedTo('3 张没传上')
  await keyboard.tabTo('关闭')
  const inside = await keyboard.tabTo('关闭')
  expect(inside).toEqual(['重试 photo-1.jpg', '重试 photo-3.jpg', '移除 笔记.txt', '全部移除', '重试 2 张', '关闭'])
  expect(await keyboard.tabTo('关闭', { key: 'Shift+Tab' })).toEqual([...inside.slice(0, -1).toReversed(), '关闭'])
  await keyboard.press('Escape')
  await keyboard.isLedTo(/第 3 张，没传上.*/)

  // One again, then the others.
  await world.cloud.heal()
  await keyboard.tabTo(/^第 1 张，没传上/, { key: 'Shift+Tab' })
  await keyboard.press('Enter')
  await desk.reads('1 张已存好，2 张没传上')
  await keyboard.isLedTo('第 1 张，已存好')
  await keyboard.tabTo('重试 1 张')
  await keyboard.press('Enter')
  await desk.reads('2 张已存好，1 张没传上')
  await keyboard.tabTo('移除')
  await keyboard.press('Enter')
  await desk.reads('2 张照片都存好了')
  await keyboard.tabTo('去看照片')

  // The viewer takes the focus and gives it back, to the photo that it was opened at.
  await keyboard.press('Enter')
  await desk.reads('就这些了，一共 2 张')
  await keyboard.tabTo(/^第 2 张/)
  await keyboard.press('Enter')
  await desk.reads('2 / 2')
  await keyboard.press('ArrowLeft')
  await desk.reads('1 / 2')
  await keyboard.tabTo('信息')
  await keyboard.press('Enter')
  await keyboard.isLedTo('照片信息')
  await keyboard.press('Escape')
  await keyboard.isLedTo('信息')
  await keyboard.tabTo('下一张', { key: 'Shift+Tab' })
  await keyboard.press('Enter')
  await desk.reads('2 / 2')
  // There is none after the last: what the viewer still has gets the focus.
  await keyboard.isLedTo(/^(上一张|信息|关闭|删除)$/)
  await keyboard.press('Escape')
  await desk.reads('就这些了，一共 2 张')
  await keyboard.isLedTo(/第 2 张.*/)

  // Selecting and deleting.
  await keyboard.tabTo('选择', { key: 'Shift+Tab' })
  await keyboard.press('Space')
  await keyboard.tabTo(/^第 1 张/)
  await keyboard.press('Space')
  await keyboard.tabTo('删除 1 张')
  await keyboard.press('Enter')
  await keyboard.isLedTo('删除这张照片？')
  await keyboard.press('Escape')
  await keyboard.isLedTo('删除 1 张')
  await keyboard.press('Enter')
  await keyboard.isLedTo('删除这张照片？')
  expect(await keyboard.tabTo('删除 1 张')).toEqual(['先留着', '删除 1 张'])
  await keyboard.press('Enter')
  await desk.reads('就这些了，一共 1 张')
  await keyboard.isLedTo('上传照片')

  // Settings.
  await keyboard.tabTo('设置与隐私')
  await keyboard.press('Enter')
  await keyboard.isLedTo('设置与隐私')
  await keyboard.tabTo(/^画质/)
  await keyboard.press('Enter')
  await keyboard.isLedTo('画质')
  // Tab stops at one choice; arrow keys go among them, and round.
  expect(await keyboard.tabTo('关闭')).toHaveLength(1)
  expect(await keyboard.tabTo('关闭')).toEqual([expect.stringMatching(/^标准画质/), '关闭'])
  await keyboard.tabTo(/^标准画质/)
  await keyboard.press('ArrowDown')
  await keyboard.isLedTo(/^原图/)
  await keyboard.press('ArrowRight')
  await keyboard.isLedTo(/^标准画质/)
  await keyboard.press('ArrowUp')
  await keyboard.isLedTo(/^原图/)
  expect(await keyboard.tabTo(/^原图/)).toEqual(['关闭', expect.stringMatching(/^原图/)])
  await keyboard.press('Space')
  await keyboard.isLedTo(/^画质原图/)
  await keyboard.tabTo('先排好再传')
  await keyboard.press('Space')
  await desk.page.getByRole('switch', { checked: true }).waitFor()
  await keyboard.tabTo('删除账号和全部照片')
  await keyboard.press('Enter')
  await keyboard.isLedTo('删除账号和全部照片？')
  await keyboard.tabTo('我明白删除后找不回来')
  await keyboard.press('Space')
  await keyboard.tabTo('删除账号')
  await keyboard.press('Enter')
  // The page begins anew.
  await desk.reads('输入上传码')
  await keyboard.tabTo('上传码')

  expect(keyboard.withoutRing()).toEqual([])
  expect(desk.problems()).toEqual([])
})

it('goes through the filters by arrow keys, round at the ends, and leaves what is pressed together with them to the browser', async () => {
  const keyboard = new Keyboard(desk.page)
  await desk.enter(await world.deskCode())
  const texts = Array.from({ length: 20 }, (_, index) => ({
    name: `${index}.txt`,
    mimeType: 'text/plain',
    buffer: Buffer.from(`no photo ${index}`),
  }))
  await desk.pick(texts)
  await desk.pick(await pictures(1))
  await desk.reads('已存好 1')

  await desk.page.getByRole('tab', { name: '全部 21' }).focus()
  await keyboard.press('ArrowRight')
  await keyboard.isLedTo('没传上 20')
  await keyboard.press('Control+ArrowRight')
  await keyboard.press('ArrowRight')
  await keyboard.isLedTo('已存好 1')
  await keyboard.press('ArrowRight')
  await keyboard.isLedTo('全部 21')
  await keyboard.press('ArrowLeft')
  await keyboard.isLedTo('已存好 1')
  await keyboard.press('Enter')
  await desk.page.getByRole('tab', { name: '已存好 1', selected: true }).waitFor()

  await desk.page.locator('.tile').nth(1).waitFor({ state: 'detached' })
  expect(await desk.tilesThat(/已存好/).count()).toBe(1)
})

it('belongs to a sheet from the moment that there is one: a key that is pressed at once closes it', async () => {
  await desk.enter(await world.deskCode())
  await desk.button('设置与隐私').click()
  const opener = await desk.button('删除账号和全部照片').elementHandle()

  const hasFocusAtOnce = await desk.page.evaluate(
    (button) =>
      new Promise<boolean>((resolve) => {
        // Called before the browser draws what has changed.
        const observer = new MutationObserver(() => {
          const sheet = document.querySelector('[role=dialog]')
          if (sheet === null) return
          observer.disconnect()
          resolve(sheet === document.activeElement)
        })
        observer.observe(document.body, { subtree: true, childList: true })
        ;(button as HTMLElement | null)?.click()
      }),
    opener,
  )

  expect(hasFocusAtOnce).toBe(true)
  await desk.page.keyboard.press('Escape')
  await desk.page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(desk.problems()).toEqual([])
})

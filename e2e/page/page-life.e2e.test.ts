import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { ROUTES } from '@photolift/contracts'
import { eventually } from '../world/eventually.js'
import { type PictureFile, pictures } from '../world/picture-file.js'
import type { Desk } from './desk.js'
import { PageWorld } from './page-world.js'
import { type StoredSince, storedSince } from './stored-since.js'

jest.setTimeout(90_000)

const COUNT = 3

let world: PageWorld
let person: string
let stored: StoredSince
let files: PictureFile[]
let desks: Desk[]

beforeAll(async () => {
  world = await PageWorld.start()
})
beforeEach(async () => {
  person = randomUUID()
  stored = await storedSince(world.cloud)
  files = await pictures(COUNT)
  desks = []
})
afterEach(async () => {
  await world.cloud.heal()
  expect(desks.flatMap((desk) => desk.problems())).toEqual([])
  for (const desk of desks) await desk.leave()
})
afterAll(() => world.stop())

async function open(options: Parameters<PageWorld['desk']>[0] = {}): Promise<Desk> {
  const desk = await world.desk({ person, ...options })
  desks.push(desk)
  return desk
}

async function openTab(desk: Desk): Promise<Desk> {
  const tab = await world.tab(desk)
  desks.push(tab)
  await tab.enter(await world.deskCode(person))
  return tab
}

/** With all bytes out of none. */
async function onTheirWay(desk: Desk, { latencyMs = 20_000 } = {}): Promise<void> {
  await world.cloud.breakDown({ service: 'cos', method: 'POST', fault: { latencyMs } })
  await desk.pick(files)
  await desk
    .tilesThat(/正在上传/)
    .first()
    .waitFor()
}

async function galleryHasThemOnce(desk: Desk): Promise<void> {
  await stored.areExactly(files)
  expect(await desk.galleryBytes()).toEqual(files.map(({ buffer }) => buffer.length))
}

it('offers in another tab what a killed one had on its way, and stores it once', async () => {
  const killed = await open()
  await onTheirWay(killed)
  await killed.page.close()

  const desk = await openTab(killed)
  await desk.reads(`上次还有 ${COUNT} 张没传完`)
  await world.cloud.heal()
  await desk.button('继续上传').click()
  await desk.reads(`${COUNT} 张照片都存好了`)

  await galleryHasThemOnce(desk)
})

it('confirms by itself after a reload what had arrived', async () => {
  const desk = await open()
  await desk.page.route(`**${ROUTES.confirm.path}`, (route) => route.abort())
  await desk.pick(files)
  await eventually(async () => expect(await desk.tilesThat('确认中').count()).toBe(COUNT))
  await desk.page.unrouteAll()

  await desk.page.reload()

  await eventually(() => galleryHasThemOnce(desk))
  await desk.reads('把照片拖到这里')
})

it('keeps a second tab away from what the first one is sending, and says there that it keeps nothing', async () => {
  const first = await open()
  await onTheirWay(first, { latencyMs: 4_000 })
  const second = await openTab(first)
  const others = await pictures(2, { firstByteLength: 30_000 })

  await second.pick(others)
  await second.reads('这 2 张没能留副本，传完前先别退出')
  await first.reads(`${COUNT} 张照片都存好了`)
  await second.reads('2 张照片都存好了')

  files = [...others, ...files]
  await galleryHasThemOnce(second)
})

it.each([
  ['a reload', (desk: Desk) => desk.page.evaluate(() => location.reload())],
  ['the other language', (desk: Desk) => desk.button('English').click()],
])('asks before %s would cost photos that have no copy, and no more once they are stored', async (_, go) => {
  const first = await open()
  const second = await openTab(first)
  await onTheirWay(second, { latencyMs: 4_000 })
  await second.reads(`这 ${COUNT} 张没能留副本，传完前先别退出`)
  expect(await second.page.getByText('关掉网页也不要紧').count()).toBe(0)

  const asked = second.page.waitForEvent('dialog')
  const gone = go(second).catch(() => {})
  const question = await asked
  expect(question.type()).toBe('beforeunload')
  await question.dismiss()
  await gone
  await second.reads(`${COUNT} 张照片都存好了`)
  await second.reads('关掉网页也不要紧')

  let isAskedAgain = false
  second.page.once('dialog', (dialog) => {
    isAskedAgain = true
    return dialog.accept()
  })
  const loaded = second.page.waitForEvent('load')
  await go(second).catch(() => {})
  await loaded
  expect(isAskedAgain).toBe(false)
  await galleryHasThemOnce(second)
})

it('leaves what two tabs had on their way to the first one, after both were killed', async () => {
  const first = await open()
  await onTheirWay(first)
  const second = await openTab(first)
  await second.pick(await pictures(1, { firstByteLength: 30_000 }))
  await second.reads('这 1 张没能留副本，传完前先别退出')
  await second.page.close()
  await first.page.close()

  const desk = await openTab(first)
  await desk.reads(`上次还有 ${COUNT} 张没传完`)
  await world.cloud.heal()
  await desk.button('继续上传').click()
  await desk.reads(`${COUNT} 张照片都存好了`)

  await galleryHasThemOnce(desk)
})

it('goes on in a tab that nobody looks at', async () => {
  const desk = await open()
  files = await pictures(9)
  await world.cloud.breakDown({ service: 'cos', method: 'POST', fault: { latencyMs: 500 } })
  await desk.pick(files)
  await desk
    .tilesThat(/正在上传/)
    .first()
    .waitFor()

  await desk.page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden' })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await desk.reads('9 张照片都存好了', { timeout: 10_000 })

  await galleryHasThemOnce(desk)
})

describe.each([
  [
    'has no IndexedDB',
    () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('denied', 'SecurityError')
      }
    },
  ],
  [
    'blocks all site data',
    () => {
      for (const name of ['sessionStorage', 'localStorage', 'indexedDB'])
        Object.defineProperty(window, name, {
          get() {
            throw new DOMException('denied', 'SecurityError')
          },
        })
      navigator.locks.request = () => Promise.reject(new DOMException('denied', 'SecurityError'))
    },
  ],
  [
    'has no room in IndexedDB',
    () => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('full', 'QuotaExceededError')
      }
    },
  ],
])('a browser that %s', (_, before) => {
  it('uploads all the same, and says that the page has to stay', async () => {
    const desk = await open({ before })
    await onTheirWay(desk, { latencyMs: 2_000 })

    await desk.reads(`这 ${COUNT} 张没能留副本，传完前先别退出`)
    await world.cloud.heal()
    await desk.reads(`${COUNT} 张照片都存好了`)

    await stored.areExactly(files)
    await desk.button('去看照片').click()
    await eventually(async () => expect(await desk.page.locator('.shot').count()).toBe(COUNT))
  })
})

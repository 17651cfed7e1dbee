import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals'
import { ROUTES } from '@photolift/contracts'
import type { Page } from 'playwright-core'
import { eventually } from '../world/eventually.js'
import { picture } from '../world/picture-file.js'
import type { Desk } from './desk.js'
import { PageWorld } from './page-world.js'

jest.setTimeout(90_000)

let world: PageWorld
let foreign: Server
let foreignOrigin: string
let desk: Desk

beforeAll(async () => {
  world = await PageWorld.start()
  foreign = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>evil</title><body></body>')
  })
  await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve))
  // Another site, not only another port of ours: to a browser these two names have nothing in common.
  foreignOrigin = `http://localhost:${(foreign.address() as AddressInfo).port}`
})
afterEach(() => desk.leave())
afterAll(async () => {
  foreign.close()
  await world.stop()
})

/** Opens a page of somebody else in the browser of a person who has logged in and stored a photo. */
async function besideAPerson(): Promise<{ evil: Page; photoId: string }> {
  desk = await world.desk()
  await desk.pick([await picture(1)])
  await desk.reads('1 张照片都存好了')
  await desk.tilesThat('已存好').click()
  const photoId = decodeURIComponent(new URL(desk.page.url()).hash.replace('#photo/', ''))
  const evil = await desk.page.context().newPage()
  await evil.goto(foreignOrigin)
  return { evil, photoId }
}

it('a foreign page that puts ours into a frame shows nothing of it', async () => {
  const { evil } = await besideAPerson()

  const refused = evil.waitForEvent('console', (message) => message.text().includes('frame-ancestors'))
  await evil.evaluate((url) => {
    const frame = document.createElement('iframe')
    frame.src = url
    document.body.append(frame)
  }, world.url)
  await refused

  expect(evil.frames().map((frame) => frame.url())).not.toContain(world.url)
  expect(await evil.frameLocator('iframe').locator('main').count()).toBe(0)
})

it('a foreign page that opens ours in a window cannot reach into it', async () => {
  const { evil } = await besideAPerson()

  const [opened] = await Promise.all([
    evil.waitForEvent('popup'),
    evil.evaluate((url) => Object.assign(window, { ours: open(url) }), world.url),
  ])
  await opened.getByRole('textbox').waitFor()

  // A window of its own: nobody has logged in there.
  expect(await opened.evaluate(() => sessionStorage.length)).toBe(0)
  const reached = await evil.evaluate(() => {
    try {
      return (window as unknown as { ours: Window }).ours.document.title
    } catch (error) {
      return (error as Error).name
    }
  })
  expect(reached).toBe('SecurityError')
})

it('a foreign page changes nothing by forms and scripts that call each route', async () => {
  const { evil, photoId } = await besideAPerson()
  const routes = Object.values(ROUTES).map(({ method, path }) => ({
    method,
    url: world.stack.serviceUrl + path.replace(':photoId', photoId).replace(':ingestId', photoId),
  }))

  const answers: number[] = []
  let formAnswers = 0
  evil.on('response', (response) => {
    if (!response.url().startsWith(world.stack.serviceUrl)) return
    answers.push(response.status())
    if (response.request().isNavigationRequest()) formAnswers += 1
  })
  await evil.evaluate(async (targets) => {
    const body = JSON.stringify({ photoIds: [targets.length], photos: [] })
    for (const { method, url } of targets) {
      // No-cors takes simple methods alone; with CORS a preflight asks first.
      await fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include', body }).catch(() => undefined)
      await fetch(url, { method, mode: 'cors', credentials: 'include', ...(method !== 'GET' && { body }) }).catch(
        () => undefined,
      )
      const form = document.createElement('form')
      const frame = document.createElement('iframe')
      frame.name = url
      Object.assign(form, { method: 'post', enctype: 'text/plain', action: url, target: url })
      const field = document.createElement('input')
      Object.assign(field, { name: body, value: '' })
      form.append(field)
      document.body.append(frame, form)
      form.submit()
    }
  }, routes)
  await eventually(async () => expect(formAnswers).toBe(routes.length))

  // Of the calls by fetch, too.
  expect(answers.length).toBeGreaterThanOrEqual(2 * routes.length)
  expect(answers.filter((status) => status >= 200 && status < 300)).toEqual([])
  await desk.page.goto('about:blank')
  await desk.page.goto(`${world.url}#gallery`)
  await desk.reads('就这些了，一共 1 张')
})

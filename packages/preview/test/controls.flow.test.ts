import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { logOf, logWith, RunningApp, styleOf, textOf } from './running-app.js'

let app: RunningApp
let page: Page

beforeAll(async () => {
  app = await RunningApp.start()
}, 60_000)

beforeEach(async () => {
  await page?.close()
  page = await app.open('controls')
})

afterAll(() => app?.stop())

it('binds a text field both ways and tells of input and confirm once each', async () => {
  await page.locator('#text input').press('End')
  await page.locator('#text input').pressSequentially('!')
  await page.locator('#text input').press('Enter')

  const typed = (await logWith(page, 'confirm')).filter((entry) => !entry.startsWith('image'))
  expect(typed).toEqual(['input start!', 'confirm start!'])
  expect(await textOf(page, '#note')).toBe('start!')
})

it('holds a text field to its maxlength', async () => {
  await page.locator('#text input').press('End')
  await page.locator('#text input').pressSequentially('0123456789')

  expect(await page.locator('#text input').inputValue()).toBe('start012')
})

it('switches, and says so to people and to assistive technology', async () => {
  const control = page.getByRole('switch', { name: 'Wi-Fi only' })

  await control.click()

  expect(await logWith(page, 'switch')).toContain('switch true')
  expect(await control.getAttribute('aria-checked')).toBe('true')
})

it('acts on the field that a label names', async () => {
  await page.locator('#label-for').click()

  expect(await logWith(page, 'switch')).toContain('switch true')
})

it('checks boxes, by themselves and by their label', async () => {
  await page.locator('#label-a').getByText('A').click()

  expect(await logWith(page, 'tags')).toContain('tags ["a","b"]')
})

it('lets one radio of a group be chosen', async () => {
  await page.locator('#large').click()

  expect(await logWith(page, 'sizes')).toContain('sizes "large"')
  expect(await page.locator('#small').getAttribute('aria-checked')).toBe('false')
})

it('picks from a list', async () => {
  await page.locator('#picker select').selectOption({ label: 'pear' })

  expect(await logWith(page, 'picker')).toContain('picker 1')
})

it('slides', async () => {
  await page.locator('#slider input').fill('70')

  expect(await logWith(page, 'slider')).toContain('slider 70')
})

it('submits every named field of a form', async () => {
  await page.locator('#title-field input').fill('New')
  await page.locator('#submit').click()

  const submitted = (await logWith(page, 'submit')).find((entry) => entry.startsWith('submit')) ?? ''
  expect(JSON.parse(submitted.slice('submit '.length))).toEqual({
    title: 'New',
    body: 'Body',
    isPublic: true,
    tags: ['b'],
    size: 'small',
    level: 30,
    fruit: 0,
  })
})

it('resets a form', async () => {
  await page.locator('#reset').click()

  expect(await logWith(page, 'reset')).toContain('reset')
  expect(await page.locator('#title-field input').inputValue()).toBe('')
})

it('shows progress with its number', async () => {
  const bar = page.getByRole('progressbar')

  expect(await bar.textContent()).toBe('40%')
  expect(await bar.getAttribute('aria-valuenow')).toBe('40')
})

it('loads images of the package, keeps their ratio with widthFix, and tells of missing ones', async () => {
  await logWith(page, 'image load')
  const log = await logWith(page, 'image error')

  expect(log).toEqual(expect.arrayContaining(['image load 4', 'image error GET /assets/none.png failed']))
  expect(await styleOf(page, '#image img', 'height')).toBe('50px')
})

it('draws safe elements of rich text and nothing else', async () => {
  expect(await page.locator('#rich .wx-rich-text').innerHTML()).toBe('<b>bold</b>')
})

it('shows an icon and a loading button', async () => {
  expect(await textOf(page, '#icon')).toBe('✓')
  expect(await page.locator('#loading .wx-loading').count()).toBe(1)
  expect(await page.evaluate(() => window.preview.errors)).toEqual([])
  expect(await logOf(page)).not.toContain('submit')
})

import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import type { HeldLogin } from '@photolift/api-client'
import { type LoginRequest, type LoginResponse, ROUTES, WEB_CODE_PARAMETER } from '@photolift/contracts'
import type { Page } from 'playwright-core'
import { eventually } from '../world/eventually.js'
import { pictures } from '../world/picture-file.js'
import { WechatWorld } from './wechat-world.js'

let world: WechatWorld

beforeAll(async () => {
  world = await WechatWorld.start()
}, 120_000)
afterEach(async () => {
  await world.closePages()
  await world.cloud.set({ webPerson: 'xiaoming', webSnapshot: false, unionid: 'never' })
})
afterAll(() => world?.stop())

it('lets the person in, and leaves nothing of it in the address or in a cookie that scripts can read', async () => {
  const page = await world.openBuiltPage([], { system: 'android' })

  await page.getByRole('button', { name: '选择照片' }).first().waitFor()

  expect(page.url()).toBe(`${world.stack.serviceUrl}/`)
  expect(await page.evaluate(() => document.cookie)).toBe('')
  await page.reload()
  await page.getByRole('button', { name: '选择照片' }).first().waitFor()
})

it('somebody else’s link with a code of theirs, with or without a nonce, lets nobody into their account', async () => {
  await world.cloud.set({ webPerson: 'mallory' })
  const code = await codeOf()
  await world.cloud.set({ webPerson: 'alice' })

  for (const fragment of [`#webCode=${code}`, `#login=${'0'.repeat(32)}&webCode=${code}`]) {
    const page = await world.openBuiltPage([], { system: 'ios' }, fragment)
    await page.getByRole('button', { name: '选择照片' }).first().waitFor()
    expect(page.url()).not.toContain(code)
  }

  // Nobody has spent it: the pages came in as alice.
  expect((await logIn({ webCode: code })).status).toBe(200)
})

it('a person of a snapshot page is told what to tap, and gets no account', async () => {
  await world.cloud.set({ webSnapshot: true })

  const page = await world.openBuiltPage([], { system: 'android' })

  await page.getByText('现在是快照页').first().waitFor()
  expect(await page.evaluate(() => sessionStorage.getItem('photolift.login'))).toBeNull()
})

it('a tap in the settings joins the person with their account of the mini-program, once that has seen them', async () => {
  await world.cloud.set({ webPerson: 'lan', unionid: 'userinfo' })
  const page = await world.openBuiltPage([], { system: 'android' })
  await page.getByRole('button', { name: '选择照片' }).first().waitFor()

  await tapJoin(page)
  await page.getByText('没有找到你在小程序里的照片').first().waitFor()
  const miniProgram = (await (await logIn({ loginCode: 'code-lan-1' })).json()) as LoginResponse
  await page.getByRole('button', { name: '再试一次' }).click()
  await page.getByRole('button', { name: '选择照片' }).first().waitFor()
  expect(await userOf(page)).not.toBe(miniProgram.user.userId)
  await tapJoin(page)
  await page.getByRole('button', { name: '选择照片' }).first().waitFor()

  expect(await userOf(page)).toBe(miniProgram.user.userId)
})

it('a tap on the button for photos begins a new account once the old one is deleted', async () => {
  await world.cloud.set({ webPerson: 'juan' })
  const page = await world.openBuiltPage([], { system: 'android' })
  await page.getByRole('button', { name: '选择照片' }).first().waitFor()
  const before = await userOf(page)
  await page.getByRole('button', { name: '设置' }).click()
  await page.getByRole('button', { name: '删除账号和全部照片' }).click()
  await page.getByRole('checkbox').click()
  await page.getByRole('dialog').getByRole('button', { name: '删除' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await page.evaluate(() => sessionStorage.getItem('photolift.login'))).toBeNull()

  await page.getByRole('button', { name: '选择照片' }).first().click()

  await eventually(async () => expect(await userOf(page)).not.toBe(before))
  await page.getByRole('button', { name: '选择照片' }).first().waitFor()
})

it('the join waits for photos that are on their way', async () => {
  await world.cloud.set({ unionid: 'userinfo' })
  const page = await world.openBuiltPage(await pictures(1), { system: 'android', data: ['fail'] })
  await page.route('**/v1/ingests*', (route) => route.abort())
  await page.getByRole('button', { name: '选择照片' }).first().click()
  await page.getByText('确认中').first().waitFor()

  await tapJoin(page)
  await page.getByText('先把照片传完。').waitFor()
  await page.unrouteAll()
  await page.getByRole('button', { name: '上传', exact: true }).click()
  await page.getByText('1 张照片都存好了').first().waitFor()
})

it('a service that refuses every code is asked twice, and once more after a tap', async () => {
  let refusedCount = 0
  const page = await world.openBuiltPage([], { system: 'android' }, '', async (opened) => {
    await opened.route(`**${ROUTES.login.path}`, (route) => {
      refusedCount += 1
      return route.fulfill({
        status: 401,
        json: { error: { code: 'LOGIN_CODE_INVALID', message: '', requestId: 'r' } },
      })
    })
  })

  await page.getByText('没登录上，等一会儿再试。').waitFor()
  expect(refusedCount).toBe(2)
  await page.getByRole('button', { name: '登录' }).click()
  await eventually(async () => expect(refusedCount).toBe(3))
  await page.getByText('没登录上，等一会儿再试。').waitFor()

  expect(refusedCount).toBe(3)
})

it('a page that the browser shows again, as it was on its way to WeChat, has a button', async () => {
  const page = await world.openBuiltPage([], { system: 'android' })
  await page.getByRole('button', { name: '选择照片' }).first().waitFor()
  // It never gets away, and its log-in ends.
  await page.route(`**${ROUTES.webLogin.path}*`, (route) => route.fulfill({ status: 204 }))
  const unbelieved = { error: { code: 'AUTH_TOKEN_INVALID', message: '', requestId: 'r' } }
  await page.route('**/v1/photos*', (route) => route.fulfill({ status: 401, json: unbelieved }))
  await tapJoin(page)
  await page.getByRole('button', { name: '我的照片' }).click()
  await page.getByText('正在用微信登录').waitFor()

  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
  await page.unrouteAll()
  await page.getByRole('button', { name: '登录' }).click()

  await page.waitForURL(`${world.stack.serviceUrl}/`)
  await page.getByRole('button', { name: '我的照片' }).first().waitFor()
})

it('a log-in that ends while WeChat is taking photos costs none of them', async () => {
  const files = await pictures(2)
  let take = (): void => {}
  const taken = new Promise<void>((resolve) => {
    take = resolve
  })
  const page = await world.openBuiltPage(files, { system: 'android', data: ['fail'] }, '', async (opened) => {
    let count = 0
    await opened.context().route('**/slow', async (route) => {
      count += 1
      if (count > 1) await taken
      await route.fulfill({ body: '' })
    })
    await opened.addInitScript(() => {
      const give = (globalThis as unknown as { wechatUpload(picture: number): Promise<string> }).wechatUpload
      Object.assign(globalThis, {
        async wechatUpload(picture: number) {
          await fetch('/slow')
          return give(picture)
        },
      })
    })
  })
  await page.getByRole('button', { name: '选择照片' }).first().waitFor()
  const unbelieved = { error: { code: 'AUTH_TOKEN_INVALID', message: '', requestId: 'r' } }
  await page.route('**/v1/ingests*', (route) => route.fulfill({ status: 401, json: unbelieved }))

  await page.getByRole('button', { name: '选择照片' }).first().click()
  await page.getByText('这 1 张没能留副本，传完前先别退出。').waitFor()
  take()
  await page.getByText('没传完的照片都在，登录后接着传。').waitFor()
  await page.unrouteAll()
  await page.getByRole('button', { name: '登录' }).click()

  await page.getByText('2 张照片都存好了').first().waitFor()
})

async function tapJoin(page: Page): Promise<void> {
  await page.getByRole('button', { name: '设置' }).click()
  await page.getByRole('button', { name: '和小程序里的照片合在一起' }).click()
}

/** Whom the page holds a token of, once it has logged in. */
async function userOf(page: Page): Promise<string> {
  const held = await page.waitForFunction(() => sessionStorage.getItem('photolift.login'))
  return (JSON.parse((await held.jsonValue()) as string) as HeldLogin).login.user.userId
}

/** Of whoever the emulator's person is, as their own browser would get it. */
async function codeOf(): Promise<string> {
  const { serviceUrl } = world.stack
  const start = await follow(
    `${serviceUrl}${ROUTES.webLogin.path}?${new URLSearchParams({ returnTo: `${serviceUrl}/` })}`,
  )
  const authorized = await follow(start.location)
  const back = await follow(authorized.location, start.cookie)
  const code = new URLSearchParams(new URL(back.location).hash.slice(1)).get(WEB_CODE_PARAMETER)
  if (code === null) throw new Error(`no code in ${back.location}`)
  return code
}

async function follow(url: string, cookie = ''): Promise<{ location: string; cookie: string }> {
  const response = await fetch(url, { redirect: 'manual', headers: { cookie } })
  const location = response.headers.get('location')
  if (location === null) throw new Error(`${url} answered ${response.status} without a redirect`)
  return { location, cookie: (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '' }
}

function logIn(proof: LoginRequest): Promise<Response> {
  return fetch(world.stack.serviceUrl + ROUTES.login.path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(proof),
  })
}

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { HeldLogin } from '@photolift/api-client'
import { type Login, openLogin } from './login.js'

const PAGE = 'https://h5.example.com/'

/** What a page finds around it, and where it goes. */
class FakeBrowser {
  readonly trips: { how: 'assign' | 'replace'; returnTo: string; scope: string }[] = []
  #storage = {}
  #hear: ((event: { persisted: boolean }) => void)[] = []

  constructor(private readonly keeps = true) {}

  open(href: string): Login {
    if (!this.keeps) this.#storage = {}
    this.#hear = []
    const go = (how: 'assign' | 'replace') => (to: string) => {
      const query = new URL(to, PAGE).searchParams
      this.trips.push({ how, returnTo: query.get('returnTo') ?? '', scope: query.get('scope') ?? '' })
    }
    Object.assign(globalThis, {
      location: { href, assign: go('assign'), replace: go('replace') },
      history: { state: null, replaceState() {} },
      addEventListener: (_type: string, hear: (event: { persisted: boolean }) => void) => this.#hear.push(hear),
    })
    Object.defineProperty(globalThis, 'sessionStorage', { configurable: true, value: this.#storage })
    return openLogin({ serviceUrl: '', inWechat: true })
  }

  last(): FakeBrowser['trips'][number] | undefined {
    return this.trips[this.trips.length - 1]
  }

  /** As WeChat brings the person back from the latest trip. */
  comeBack(): Login {
    return this.open(`${this.last()?.returnTo}&webCode=code-${this.trips.length}`)
  }

  showAgain({ persisted }: { persisted: boolean }): void {
    for (const hear of this.#hear) hear({ persisted })
  }
}

const globals = ['location', 'history', 'addEventListener', 'sessionStorage'] as const
let before: [string, PropertyDescriptor | undefined][]

beforeEach(() => {
  before = globals.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)])
})
afterEach(() => {
  for (const [name, descriptor] of before)
    if (descriptor === undefined) Reflect.deleteProperty(globalThis, name)
    else Object.defineProperty(globalThis, name, descriptor)
})

/** Asks for proof until there is none, as one who hears that each is wrong. */
async function refuseAll(login: Login): Promise<void> {
  for (;;) {
    const proof = await login.loginCode().catch(() => undefined)
    if (proof === undefined) return
  }
}

function held({ renewAt }: { renewAt: number }): HeldLogin {
  return { login: { user: { userId: 'user-1' } } as HeldLogin['login'], heldAt: 0, renewAt }
}

describe('a page in WeChat that nobody is let into', () => {
  it.each([
    ['refuses every code', true],
    ['keeps nothing, not even its nonce,', false],
  ])('because something %s goes to WeChat twice by itself, then once a tap', async (_why, keeps) => {
    const browser = new FakeBrowser(keeps)
    await refuseAll(browser.open(PAGE))
    for (let round = 0; round < 5; round += 1) await refuseAll(browser.comeBack())
    expect(browser.trips).toHaveLength(2)

    const login = browser.comeBack()
    await refuseAll(login)
    expect(login.isLeaving()).toBe(false)
    login.enter()
    await refuseAll(browser.comeBack())

    expect(browser.trips).toHaveLength(3)
  })

  it.each(['9-0', '-9', '0'.repeat(32), 'x'])(
    'cannot be sent round in circles by a link with login=%s',
    async (mark) => {
      const browser = new FakeBrowser()
      await refuseAll(browser.open(`${PAGE}#login=${mark}&webCode=foreign`))
      for (let round = 0; round < 5 && browser.trips.length > 0; round += 1) await refuseAll(browser.comeBack())

      expect(browser.trips.length).toBeLessThanOrEqual(2)
    },
  )

  it('goes again once the person has read why not', async () => {
    const browser = new FakeBrowser()
    await refuseAll(browser.open(PAGE))
    for (let round = 0; round < 3; round += 1) {
      const login = browser.open(`${browser.last()?.returnTo}&webLoginError=SNAPSHOT_USER`)
      await expect(login.loginCode()).rejects.toMatchObject({ code: 'SNAPSHOT_USER' })
      await refuseAll(login)
    }

    expect(browser.trips).toHaveLength(4)
  })
})

it('is no step to go back to where it leaves by itself, and one where a tap asked for more', async () => {
  const browser = new FakeBrowser()
  await refuseAll(browser.open(PAGE))
  browser.comeBack().link()

  expect(browser.trips.map(({ how, scope }) => [how, scope])).toEqual([
    ['replace', 'snsapi_base'],
    ['assign', 'snsapi_userinfo'],
  ])
})

it('leaves no more once the browser shows it again as it was', () => {
  const browser = new FakeBrowser()
  const login = browser.open(PAGE)
  login.link()

  browser.showAgain({ persisted: false })
  expect(login.isLeaving()).toBe(true)
  browser.showAgain({ persisted: true })
  expect(login.isLeaving()).toBe(false)
})

it('stays where somebody was in, whose photos may be on their way, until they tap', async () => {
  const browser = new FakeBrowser()
  const login = browser.open(PAGE)
  login.keeper.write(held({ renewAt: Date.now() + 1_000 }))

  await refuseAll(login)
  expect(browser.trips).toEqual([])
  expect(login.doorNote()).toBe('ended')
  login.enter()

  expect(browser.trips).toHaveLength(1)
})

it('goes by itself again, for a new account, once the one that was in is deleted', async () => {
  const browser = new FakeBrowser()
  await refuseAll(browser.open(PAGE))
  await refuseAll(browser.comeBack())
  const login = browser.comeBack()
  login.keeper.write(held({ renewAt: Date.now() + 1_000 }))

  login.forget()
  await refuseAll(login)

  expect(browser.trips).toHaveLength(3)
  expect(login.isLeaving()).toBe(true)
  expect(login.doorNote()).toBeUndefined()
})

it('goes by itself where all that is left of a log-in is its end', async () => {
  const browser = new FakeBrowser()
  browser.open(PAGE).keeper.write(held({ renewAt: Date.now() - 1_000 }))

  const login = browser.open(PAGE)
  expect(login.keeper.read()).toBeUndefined()
  await refuseAll(login)

  expect(browser.trips).toHaveLength(1)
})

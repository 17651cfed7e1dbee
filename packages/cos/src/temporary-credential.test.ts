import { beforeEach, describe, expect, it } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import type { CredentialSource } from './credential-source.js'
import { type TemporaryKey, temporaryCredential } from './temporary-credential.js'

const LIFE_SECONDS = 1_800

let nowMs: number
let fetches: PromiseWithResolvers<TemporaryKey>[]
let source: CredentialSource

beforeEach(() => {
  nowMs = Date.parse('2026-11-20T08:00:00Z')
  fetches = []
  source = temporaryCredential({
    now: () => nowMs,
    fetchKey: () => {
      const fetch = Promise.withResolvers<TemporaryKey>()
      fetches.push(fetch)
      return fetch.promise
    },
  })
})

describe('a key that ends', () => {
  it('is fetched once for all that wait for it, and kept', async () => {
    const waiting = [source.get(), source.get(), source.get()]
    answer(0, key('first'))

    const held = await Promise.all(waiting)

    expect(held.map(({ credential }) => credential.secretId)).toEqual(['first', 'first', 'first'])
    expect(await idOf(source.get())).toBe('first')
    expect(fetches).toHaveLength(1)
  })

  it('is used without its end in the credential, and tells it', async () => {
    const held = source.get()
    answer(0, key('first'))

    await expect(held).resolves.toMatchObject({
      credential: { secretId: 'first', secretKey: 'secret', cosSessionToken: 'token' },
      expiresAt: new Date(nowMs + LIFE_SECONDS * 1_000),
    })
  })

  it('is replaced behind the calls from the middle of its life on', async () => {
    await first()
    pass(LIFE_SECONDS / 2)

    const during = await Promise.all([idOf(source.get()), idOf(source.get())])
    answer(1, key('second'))
    await settled()

    expect(during).toEqual(['first', 'first'])
    expect(await idOf(source.get())).toBe('second')
    expect(fetches).toHaveLength(2)
  })

  it('is replaced before a call for which it would not live long enough', async () => {
    await first()
    pass(LIFE_SECONDS - 500)

    const held = source.get(600_000)
    answer(1, key('second'))

    expect(await idOf(held)).toBe('second')
  })

  it('serves such a call, too, where there is no other to be had', async () => {
    await first()
    pass(LIFE_SECONDS - 500)

    const held = source.get(600_000)
    fetches[1]?.reject(new AppError('WECHAT_UNAVAILABLE', 'busy'))

    expect(await idOf(held)).toBe('first')
  })

  it('is not asked for again at once where a fetch behind the calls failed', async () => {
    await first()
    pass(LIFE_SECONDS / 2)
    await source.get()
    fetches[1]?.reject(new AppError('WECHAT_UNAVAILABLE', 'busy'))
    await settled()

    await source.get()
    expect(fetches).toHaveLength(2)
    pass(10)
    await source.get()
    expect(fetches).toHaveLength(3)
  })

  it('is never used in its last minute', async () => {
    await first()
    pass(LIFE_SECONDS - 60)

    const held = source.get()
    answer(1, key('second'))

    expect(await idOf(held)).toBe('second')
  })

  it('that cannot be fetched in its last minute is an error, and the next call tries again', async () => {
    await first()
    pass(LIFE_SECONDS - 60)

    const held = source.get()
    fetches[1]?.reject(new AppError('WECHAT_UNAVAILABLE', 'busy'))
    await expect(held).rejects.toMatchObject({ code: 'WECHAT_UNAVAILABLE' })

    const again = source.get()
    answer(2, key('third'))
    expect(await idOf(again)).toBe('third')
  })

  it('that comes with no minute left is refused', async () => {
    const held = source.get()
    answer(0, { ...key('first'), expiresAt: new Date(nowMs + 60_000) })

    await expect(held).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
  })

  it('is replaced once for all calls that COS refused together', async () => {
    const refused = await first()

    const replaced = [source.replace(refused), source.replace(refused)]
    answer(1, key('second'))

    expect(await Promise.all(replaced.map(idOf))).toEqual(['second', 'second'])
    expect(await idOf(source.replace(refused))).toBe('second')
    expect(fetches).toHaveLength(2)
  })
})

function key(secretId: string): TemporaryKey {
  const expiresAt = new Date(nowMs + LIFE_SECONDS * 1_000)
  return { secretId, secretKey: 'secret', cosSessionToken: 'token', expiresAt }
}

async function first() {
  const held = source.get()
  answer(0, key('first'))
  return held
}

function answer(fetch: number, fetched: TemporaryKey): void {
  fetches[fetch]?.resolve(fetched)
}

function pass(seconds: number): void {
  nowMs += seconds * 1_000
}

async function idOf(held: ReturnType<CredentialSource['replace']>): Promise<string | undefined> {
  return (await held)?.credential.secretId
}

/** Lets promises that are settled be noticed. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}

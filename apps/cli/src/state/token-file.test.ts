import { mkdtemp, readdir, rm, stat, watch, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createForcedRefreshFile } from './forced-refresh-file.js'
import { createTokenFile, tokenFileName } from './token-file.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'photolift-state-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const app = { appid: 'wx0123456789abcdef', secret: 's'.repeat(32) }
const token = { wechatAccessToken: 'token-1', expiresAt: new Date('2026-11-21T08:00:00Z') }

describe('a token file', () => {
  it('gives back what it was given', async () => {
    expect(await createTokenFile(folder, app).read()).toBeUndefined()

    await createTokenFile(folder, app).write(token)

    expect(await createTokenFile(folder, app).read()).toEqual(token)
  })

  it('is at no moment there for others, whatever the umask', async () => {
    const before = process.umask(0)
    const seen: number[] = []
    const stop = new AbortController()
    try {
      const watching = (async () => {
        for await (const { filename } of watch(folder, { signal: stop.signal })) {
          const status = await stat(join(folder, filename ?? '')).catch(() => undefined)
          if (status !== undefined) seen.push(status.mode & 0o777)
        }
      })().catch(() => {
        // The abort below.
      })
      for (let n = 0; n < 20; n++) await createTokenFile(folder, app).write(token)
      stop.abort()
      await watching
    } finally {
      process.umask(before)
    }
    const [name = ''] = await readdir(folder)

    expect(seen.filter((mode) => mode !== 0o600)).toEqual([])
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toHaveLength(1)
  })

  it('is another one for another secret, and names neither', () => {
    const names = [app, { ...app, secret: 'other' }, { ...app, appid: 'wx1' }, { ...app, baseUrl: 'http://x' }].map(
      tokenFileName,
    )

    expect(new Set(names).size).toBe(4)
    for (const name of names) expect(name).toMatch(/^[0-9a-f]{32}$/)
  })

  it('that is broken rejects, so that the tokens can say so and fetch another', async () => {
    await writeFile(join(folder, `${tokenFileName(app)}.json`), '{"wechatAcc')

    await expect(createTokenFile(folder, app).read()).rejects.toThrow(SyntaxError)
  })
})

describe('a claim to force a token', () => {
  it('is given to one of many at once, and again after a minute, however often', async () => {
    let now = 1_000_000
    for (let round = 0; round < 20; round++) {
      const claim = () => createForcedRefreshFile(folder, `app-${round}`, () => now).claim('wx0123456789abcdef')
      const winners = async () => (await Promise.all(Array.from({ length: 100 }, claim))).filter(Boolean).length

      expect(await winners()).toBe(1)
      now += 59_999
      expect(await winners()).toBe(0)
      now += 1
      expect(await winners()).toBe(1)
      expect(await winners()).toBe(0)
      expect((await readdir(folder)).filter((name) => name.startsWith(`app-${round}.`))).toEqual([
        `app-${round}.forced`,
      ])
    }
  })

  it('of a process that died over it holds a minute, and no longer', async () => {
    await writeFile(join(folder, 'app.forced'), '1000000')
    await writeFile(join(folder, 'app.forced.after-1000000'), '1100000')
    let now = 1_159_999
    const guard = createForcedRefreshFile(folder, 'app', () => now)

    await expect(guard.claim('wx0123456789abcdef')).resolves.toBe(false)
    now += 1
    await expect(guard.claim('wx0123456789abcdef')).resolves.toBe(true)
    await expect(guard.claim('wx0123456789abcdef')).resolves.toBe(false)
  })

  it.each(['', 'no number', '99000000'])('is not held up by a file that says %j', async (text) => {
    await writeFile(join(folder, 'app.forced'), text)

    await expect(createForcedRefreshFile(folder, 'app', () => 1_000_000).claim('wx0123456789abcdef')).resolves.toBe(
      true,
    )
  })
})

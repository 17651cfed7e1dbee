import { randomBytes } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ForcedRefreshGuard } from '@photolift/wechat-api'
import { makePrivateFolder } from './private-file.js'

/**
 * Lets one process of this person force a new access token a minute. The claim that counts is a file that holds its time. The next one is
 * made under a name that follows from it, which exactly one process can make, and then takes its place: at no moment is there none.
 */
export function createForcedRefreshFile(
  folder: string,
  name: string,
  now: () => number = Date.now,
): ForcedRefreshGuard {
  const file = join(folder, `${name}.forced`)

  return {
    async claim() {
      await makePrivateFolder(folder)
      const last = (await timeIn(file)) ?? 0
      if (holds(last)) return false
      const next = `${file}.after-${last}`
      if (await make(next, now())) return takePlace(next, last)

      const begun = await timeIn(next)
      if (begun === undefined || holds(begun)) return false
      // Who began it has died over it: it becomes the claim that counts, and its minute is over.
      await rename(next, file).catch(absent)
      const own = `${file}.after-${begun}`
      return (await make(own, now())) && takePlace(own, begun)
    },
  }

  /** Where `last` does not count any more, this claim followed from what was over when it was made. */
  async function takePlace(next: string, last: number): Promise<boolean> {
    if (((await timeIn(file)) ?? 0) === last) return rename(next, file).then(() => true, absent)
    await rm(next, { force: true })
    return false
  }

  /** A time to come is that of a clock that was wrong. */
  function holds(claimedAt: number): boolean {
    return Math.abs(now() - claimedAt) < CLAIM_HOLDS_MS
  }
}

/** The time of a claim; 0 for a file that holds none, undefined where there is no file. */
async function timeIn(file: string): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    absent(error)
    return undefined
  })
  if (text === undefined) return undefined
  return /^\d{1,15}$/.test(text) ? Number(text) : 0
}

const CLAIM_HOLDS_MS = 60_000

/** With its content at once, so that nobody reads an empty claim. */
async function make(file: string, nowMs: number): Promise<boolean> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  await writeFile(draft, String(nowMs), { flag: 'wx', mode: 0o600 })
  try {
    return await link(draft, file).then(() => true, existing)
  } finally {
    await rm(draft, { force: true })
  }
}

function existing(error: NodeJS.ErrnoException): false {
  if (error.code === 'EEXIST') return false
  throw error
}

function absent(error: NodeJS.ErrnoException): false {
  if (error.code === 'ENOENT') return false
  throw error
}

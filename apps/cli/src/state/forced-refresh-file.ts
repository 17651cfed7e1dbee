import { randomBytes } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ForcedRefreshGuard } from '@photolift/wechat-api'
import { makePrivateFolder } from './private-file.js'

/** Lets one process of this person force a new access token a minute. A claim is a file that exactly one of them can make. */
export function createForcedRefreshFile(
  folder: string,
  name: string,
  now: () => number = Date.now,
): ForcedRefreshGuard {
  const file = join(folder, `${name}.forced`)

  return {
    async claim() {
      await makePrivateFolder(folder)
      if (await make(file, now())) return true
      // An old claim is taken aside before it is judged: who takes a new one aside by accident puts it back.
      const aside = `${file}.${randomBytes(6).toString('hex')}`
      if (!(await rename(file, aside).then(() => true, absent))) return false
      try {
        const claimedAt = Number(await readFile(aside, 'utf8'))
        if (now() - claimedAt >= CLAIM_HOLDS_MS) return await make(file, now())
        await link(aside, file).catch(existing)
        return false
      } finally {
        await rm(aside, { force: true })
      }
    },
  }
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

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CachedToken, TokenCache, WechatApp } from '@photolift/wechat-api'
import { writePrivateFile } from './private-file.js'

/** Keeps an app's access token between runs, in a file with mode 0600: a run a minute would use up WeChat's calls a day otherwise. */
export function createTokenFile(folder: string, app: WechatApp): TokenCache {
  const file = join(folder, `${tokenFileName(app)}.json`)
  return {
    async read() {
      const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined
        throw error
      })
      if (text === undefined) return undefined
      const { wechatAccessToken, expiresAt } = JSON.parse(text) as Record<keyof CachedToken, string>
      return { wechatAccessToken, expiresAt: new Date(expiresAt) }
    },
    async write({ wechatAccessToken, expiresAt }) {
      await writePrivateFile(file, JSON.stringify({ wechatAccessToken, expiresAt: expiresAt.toISOString() }))
    },
  }
}

/** The secret takes part, so that a wrong one does not work for as long as a token of the right one lives. */
export function tokenFileName({ appid, secret, baseUrl = '' }: WechatApp): string {
  return createHash('sha256')
    .update(JSON.stringify([appid, secret, baseUrl]))
    .digest('hex')
    .slice(0, 32)
}

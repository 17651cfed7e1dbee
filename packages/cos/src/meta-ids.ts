import type { EnvironmentStorageApi } from '@photolift/wechat-api'

/** Whose object this is to be. */
export interface OwnedKey {
  key: string
  /** The administrator's when absent. */
  ownerOpenid?: string
}

interface Waiting {
  key: string
  resolve: (metaId: string) => void
  reject: (reason: unknown) => void
}

/**
 * Asks for meta ids. What is asked for in one turn of the event loop, such as the forms of a call or the copies that a confirm makes
 * side by side, goes in one request for each owner.
 */
export function createMetaIds(
  storage: Pick<EnvironmentStorageApi, 'metaIds'>,
  bucket: string,
): (object: OwnedKey) => Promise<string> {
  const waitingByOwner = new Map<string, Waiting[]>()

  return ({ key, ownerOpenid = ADMINISTRATOR }) =>
    new Promise((resolve, reject) => {
      const waiting = waitingByOwner.get(ownerOpenid)
      if (waiting) {
        waiting.push({ key, resolve, reject })
        return
      }
      waitingByOwner.set(ownerOpenid, [{ key, resolve, reject }])
      setImmediate(() => void ask(ownerOpenid))
    })

  async function ask(openid: string): Promise<void> {
    const waiting = waitingByOwner.get(openid) ?? []
    waitingByOwner.delete(openid)
    try {
      const metaIds = await storage.metaIds({ bucket, openid, keys: waiting.map(({ key }) => key) })
      for (const [index, { resolve }] of waiting.entries()) resolve(metaIds[index] as string)
    } catch (error) {
      for (const { reject } of waiting) reject(error)
    }
  }
}

const ADMINISTRATOR = ''

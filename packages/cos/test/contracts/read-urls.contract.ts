import { describe, expect, it } from '@jest/globals'
import type { ReadUrl, ReadUrlRequest } from '../../src/index.js'
import type { StoreWorld } from '../store-world.js'

/** What every store with `read-urls` promises. */
export function describeReadUrls(world: () => StoreWorld): void {
  describe('links to read', () => {
    it('come in the order of their requests, and each shows its object', async () => {
      const keys = [world().newKey(), world().newKey()]
      await Promise.all(keys.map((key) => world().put(key, Buffer.from(`bytes of ${key}`))))

      const links = await world().store.readUrls(keys.map((key) => linkTo(key)))

      const texts = await Promise.all(links.map(async (link) => (await fetch(urlOf(link))).text()))
      expect(texts).toEqual(keys.map((key) => `bytes of ${key}`))
    })

    it('tell when they end, never after what was asked for', async () => {
      const key = world().newKey()
      await world().put(key, Buffer.from('bytes'))
      const request = linkTo(key)

      const [link] = await world().store.readUrls([request])

      const { expiresAt } = link as { expiresAt: Date }
      // Whole seconds on the way.
      expect(expiresAt.getTime()).toBeLessThan(request.validUntil.getTime() + 1_000)
      expect(expiresAt.getTime()).toBeGreaterThan(Date.now())
    })

    it.each<[string, (url: string) => string]>([
      ['another object', (url) => url.replace('photos/u1', 'photos/u2')],
      ['no signature', (url) => url.split('?')[0] ?? ''],
    ])('are refused for %s', async (_, change) => {
      const key = world().newKey()
      await world().put(key, Buffer.from('bytes'))
      const [link] = await world().store.readUrls([linkTo(key)])

      const response = await fetch(change(urlOf(link)))

      expect(change(urlOf(link))).not.toBe(urlOf(link))
      expect(response.status).toBe(403)
    })

    it('for nothing are none', async () => {
      await expect(world().store.readUrls([])).resolves.toEqual([])
    })
  })
}

/** What every store without `image-operations` promises. */
export function describeNoImageOperations(world: () => StoreWorld): void {
  it('a link with an image operation is refused, the others are given', async () => {
    const key = world().newKey()
    await world().put(key, Buffer.from('bytes'))
    const small = { ...linkTo(key), imageOperation: 'imageMogr2/thumbnail/60x' }

    const links = await world().store.readUrls([linkTo(key), small, linkTo(key)])

    expect(links.map((link) => ('error' in link ? link.error.code : 'given'))).toEqual([
      'given',
      'STORAGE_CANNOT',
      'given',
    ])
    // The code stands beside the message, not in it.
    expect(links[1]).toEqual({ error: { code: 'STORAGE_CANNOT', message: expect.stringMatching(/^links of storage/) } })
  })
}

/** From a minute ago for another minute. */
export function linkTo(key: string): ReadUrlRequest {
  return { key, validFrom: new Date(Date.now() - 60_000), validUntil: new Date(Date.now() + 60_000) }
}

export function urlOf(link: ReadUrl | undefined): string {
  if (link === undefined || 'error' in link) throw new Error('there is no link')
  return link.url
}

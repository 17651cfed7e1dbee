import { describe, expect, it } from '@jest/globals'
import { AddressLimit } from './address-limit.js'

/** What several instances share: hits by address and minute. */
function sharedCount(requestsPerMinute: number) {
  const hitsOf = new Map<string, number>()
  let leases = 0
  return {
    get leases() {
      return leases
    },
    async lease({ address, minute, hits }: { address: string; minute: number; hits: number }) {
      leases += 1
      const before = hitsOf.get(`${address} ${minute}`) ?? 0
      hitsOf.set(`${address} ${minute}`, before + hits)
      return Math.max(0, Math.min(hits, requestsPerMinute - before))
    },
  }
}

async function allowed(limit: AddressLimit, count: number, { address = '1.1.1.1', now = 0 } = {}): Promise<number> {
  const taken = await Promise.all(Array.from({ length: count }, () => limit.take(address, now)))
  return taken.filter(Boolean).length
}

describe('the limit of an address', () => {
  it('is exact however many requests come at once', async () => {
    const { lease } = sharedCount(100)
    const limit = new AddressLimit({ requestsPerMinute: 100, leaseSize: 7, lease })

    expect(await allowed(limit, 150)).toBe(100)
    expect(await allowed(limit, 1)).toBe(0)
  })

  it('begins anew with the minute and is for each address', async () => {
    const { lease } = sharedCount(2)
    const limit = new AddressLimit({ requestsPerMinute: 2, leaseSize: 2, lease })

    expect(await allowed(limit, 3)).toBe(2)
    expect(await allowed(limit, 3, { address: '2.2.2.2' })).toBe(2)
    expect(await allowed(limit, 3, { now: 60_000 })).toBe(2)
  })

  it('is never exceeded by several instances together, and asks the shared count once a block', async () => {
    const shared = sharedCount(100)
    const instances = [1, 2, 3].map(
      () => new AddressLimit({ requestsPerMinute: 100, leaseSize: 10, lease: shared.lease }),
    )

    const counts = await Promise.all(instances.map((instance) => allowed(instance, 80)))

    expect(counts.reduce((sum, count) => sum + count)).toBe(100)
    expect(shared.leases).toBeLessThanOrEqual(13)
  })

  it('lets the next request ask again where the count could not be reached', async () => {
    let fails = true
    const lease = async () => {
      if (fails) throw new Error('no database')
      return 1
    }
    const limit = new AddressLimit({ requestsPerMinute: 5, leaseSize: 1, lease })

    await expect(limit.take('1.1.1.1', 0)).rejects.toThrow('no database')
    fails = false
    expect(await limit.take('1.1.1.1', 0)).toBe(true)
  })
})

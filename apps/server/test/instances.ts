import { roundRobin } from '@photolift/dev-stack'
import type { Foundations } from '../src/components.js'
import { type Service, startService } from '../src/service.js'

/** Set by the jest configuration that runs. */
declare const TEST_INSTANCES: number

/** How many instances a service has in this run. */
const testInstances = TEST_INSTANCES

/** Starts as many instances at once as this run is about, and answers with the one address at which they take turns. */
export async function startInstances(foundations: () => Promise<Foundations>): Promise<Pick<Service, 'url' | 'close'>> {
  const start = async () => {
    const instance = await startService(await foundations())
    await instance.ready
    return instance
  }
  if (testInstances === 1) return start()
  const instances = await Promise.all(Array.from({ length: testInstances }, start))
  const proxy = await roundRobin(instances.map(({ url }) => url))
  return {
    url: proxy.url,
    async close() {
      await proxy.close()
      await Promise.all(instances.map((instance) => instance.close()))
    },
  }
}

import { Connection } from '../network/connection.ts'
import { type Pace, Uplink } from '../network/uplink.ts'
import { VirtualClock } from '../simulation/virtual-clock.ts'

/**
 * What the model's line takes for transfers that begin together, each over a new connection with slow start.
 * @param transferBytes of each of them
 * @returns milliseconds from the first byte that leaves to the last one that does
 */
export async function carriedMs(transferBytes: readonly number[], pace: Pace): Promise<number> {
  const clock = new VirtualClock()
  const uplink = new Uplink(clock, pace)
  const startedAt = clock.now()
  let lastAt = startedAt
  for (const byteLength of transferBytes) {
    const flow = uplink.open(new Connection('bucket'))
    flow.when(byteLength, () => {
      lastAt = clock.now()
      flow.close()
    })
  }
  await clock.run(() => false)
  return lastAt - startedAt
}

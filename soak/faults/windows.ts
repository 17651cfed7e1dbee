import type { World } from '../simulation/world.ts'

/** Something that begins now and is over after a while. @returns `ms` */
export function lasting(world: World, ms: number, change: { begin(): void; end(): void }): number {
  change.begin()
  world.clock.schedule(ms, change.end)
  return ms
}

import { lineBroke, noNetwork, type WechatFailure } from '../phone/wechat-failure.ts'
import type { VirtualClock } from '../simulation/virtual-clock.ts'
import type { Call } from './call.ts'
import { Uplink } from './uplink.ts'

export interface Speed {
  bytesPerSecond: number
  roundTripMs: number
}

/** The phone's way into the world: how fast and how far, and whether it is there at all. */
export class Line {
  readonly uplink: Uplink
  /** The chance that a new call's connection breaks. */
  lossChance = 0
  /** A hotel's login page: whatever is asked gets its HTML. */
  isCaptive = false
  readonly openCalls = new Set<Call>()
  readonly #listeners = new Set<(isConnected: boolean) => void>()
  /** Troubles may overlap: each is taken back by itself. */
  readonly #outages = new Set<{ told: boolean }>()
  readonly #slownesses = new Set<Speed>()
  #speed: Speed

  constructor(clock: VirtualClock, speed: Speed) {
    this.#speed = speed
    this.uplink = new Uplink(clock, speed.bytesPerSecond)
  }

  get isUp(): boolean {
    return this.#outages.size === 0
  }

  /** What the platform says. */
  get isSaidToBeUp(): boolean {
    return ![...this.#outages].some(({ told }) => told)
  }

  get roundTripMs(): number {
    return Math.max(this.#speed.roundTripMs, ...[...this.#slownesses].map(({ roundTripMs }) => roundTripMs))
  }

  /** @returns what makes it as fast again as it was */
  slowDown(slowness: Partial<Speed>): () => void {
    const entry = { bytesPerSecond: Number.POSITIVE_INFINITY, roundTripMs: 0, ...slowness }
    this.#slownesses.add(entry)
    this.#setPace()
    return () => {
      this.#slownesses.delete(entry)
      this.#setPace()
    }
  }

  /** Another mast, another network: connections do not survive it. */
  switchTo(speed: Speed): void {
    this.#speed = speed
    this.#setPace()
    this.breakAll()
  }

  /** @param outage whether the platform says so, too. @returns what ends it */
  goDown(outage: { told: boolean }): () => void {
    const entry = { ...outage }
    this.#changeOutages(() => this.#outages.add(entry))
    this.breakAll((call) => noNetwork(call.api))
    return () => this.#changeOutages(() => this.#outages.delete(entry))
  }

  breakAll(failure: (call: Call) => WechatFailure = (call) => lineBroke(call.api)): void {
    // Those of this moment: what the app begins when it hears of it finds out by itself.
    const broken = [...this.openCalls]
    for (const call of broken) call.fail(failure(call))
  }

  onChange(listener: (isConnected: boolean) => void): void {
    this.#listeners.add(listener)
  }

  #changeOutages(change: () => void): void {
    const before = this.isSaidToBeUp
    change()
    if (this.isSaidToBeUp === before) return
    for (const listener of this.#listeners) listener(!before)
  }

  #setPace(): void {
    const slow = [...this.#slownesses].map(({ bytesPerSecond }) => bytesPerSecond)
    this.uplink.bytesPerSecond = Math.min(this.#speed.bytesPerSecond, ...slow)
  }
}

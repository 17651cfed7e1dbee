import { lineBroke, noNetwork, type WechatFailure } from '../phone/wechat-failure.ts'
import type { VirtualClock } from '../simulation/virtual-clock.ts'
import type { Call } from './call.ts'
import { Connection, IdleConnections } from './connection.ts'
import { type Pace, Uplink } from './uplink.ts'

export interface LineOptions extends Pace {
  /** Whether connections begin slowly, as TCP's do, and cost round trips. Default no: then each transfer costs one. */
  slowStart?: boolean | undefined
}

/** What the platform says of the network. */
export interface NetworkStatus {
  isConnected: boolean
  networkType: 'wifi' | '4g' | 'none'
}

/** TCP and TLS 1.3, before the first byte of a call can leave. */
const ROUND_TRIPS_TO_CONNECT = 2

/** The phone's way into the world: how fast and how far, and whether it is there at all. */
export class Line {
  readonly uplink: Uplink
  /** The chance that a new call's connection breaks. */
  lossChance = 0
  /** A hotel's login page: whatever is asked gets its HTML. */
  isCaptive = false
  readonly openCalls = new Set<Call>()
  readonly #listeners = new Set<(status: NetworkStatus) => void>()
  /** Troubles may overlap: each is taken back by itself. */
  readonly #outages = new Set<{ told: boolean }>()
  readonly #slownesses = new Set<Pace>()
  readonly #idle: IdleConnections | undefined
  #pace: Pace
  #isMobile = false

  constructor(clock: VirtualClock, { slowStart = false, bytesPerSecond, roundTripMs }: LineOptions) {
    this.#pace = { bytesPerSecond, roundTripMs }
    this.uplink = new Uplink(clock, this.#pace)
    this.#idle = slowStart ? new IdleConnections(clock) : undefined
  }

  get isUp(): boolean {
    return this.#outages.size === 0
  }

  /** What the platform says. */
  get isSaidToBeUp(): boolean {
    return ![...this.#outages].some(({ told }) => told)
  }

  get roundTripMs(): number {
    return Math.max(this.#pace.roundTripMs, ...[...this.#slownesses].map(({ roundTripMs }) => roundTripMs))
  }

  get isMobile(): boolean {
    return this.#isMobile
  }

  get status(): NetworkStatus {
    if (!this.isSaidToBeUp) return { isConnected: false, networkType: 'none' }
    return { isConnected: true, networkType: this.#isMobile ? '4g' : 'wifi' }
  }

  /** @returns what makes it as fast again as it was */
  slowDown(slowness: Partial<Pace>): () => void {
    const entry = { bytesPerSecond: Number.POSITIVE_INFINITY, roundTripMs: 0, ...slowness }
    this.#slownesses.add(entry)
    this.#setPace()
    return () => {
      this.#slownesses.delete(entry)
      this.#setPace()
    }
  }

  /** Another mast, another network: connections do not survive it. */
  switchTo(pace: Pace): void {
    this.#pace = pace
    this.#setPace()
    this.breakAll()
  }

  /** From Wi-Fi to mobile data or back: connections do not survive it. */
  changeKind(kind: { isMobile: boolean }): void {
    this.#changeStatus(() => {
      this.#isMobile = kind.isMobile
    })
    this.breakAll()
  }

  /** @param outage whether the platform says so, too. @returns what ends it */
  goDown(outage: { told: boolean }): () => void {
    const entry = { ...outage }
    this.#changeStatus(() => this.#outages.add(entry))
    this.breakAll((call) => noNetwork(call.api))
    return () => this.#changeStatus(() => this.#outages.delete(entry))
  }

  breakAll(failure: (call: Call) => WechatFailure = (call) => lineBroke(call.api)): void {
    // Those of this moment: what the app begins when it hears of it finds out by itself.
    const broken = [...this.openCalls]
    this.closeIdleConnections()
    for (const call of broken) call.fail(failure(call))
  }

  /** @returns what a call goes over, and how long that takes to be there; no connection where they are not modelled */
  connect(host: string, isTransfer: boolean): { connection?: Connection; setUpMs: number } {
    if (this.#idle === undefined) return { setUpMs: isTransfer ? this.roundTripMs : 0 }
    const open = this.#idle.take(host, this.roundTripMs)
    if (open !== undefined) return { connection: open, setUpMs: 0 }
    return { connection: new Connection(host), setUpMs: ROUND_TRIPS_TO_CONNECT * this.roundTripMs }
  }

  /** A call got its answer: the next one can go the same way. */
  keepOpen(connection: Connection): void {
    this.#idle?.giveBack(connection)
  }

  /** What is open ends, except for calls under way. */
  closeIdleConnections(): void {
    this.#idle?.closeAll()
  }

  onChange(listener: (status: NetworkStatus) => void): void {
    this.#listeners.add(listener)
  }

  #changeStatus(change: () => void): void {
    const before = this.status.networkType
    change()
    const { status } = this
    if (status.networkType === before) return
    for (const listener of this.#listeners) listener(status)
  }

  #setPace(): void {
    const slow = [...this.#slownesses].map(({ bytesPerSecond }) => bytesPerSecond)
    const bytesPerSecond = Math.min(this.#pace.bytesPerSecond, ...slow)
    this.uplink.pace = { bytesPerSecond, roundTripMs: this.roundTripMs }
  }
}

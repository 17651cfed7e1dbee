import type { Fault, Strike } from '../faults/fault.ts'
import type { Call, Passages, Stage } from '../network/call.ts'
import type { World } from './world.ts'

/** Lets the faults of a run strike where they were meant to. */
export class Strikes implements Passages {
  struckCount = 0
  readonly #pending: { strike: Strike; fault: Fault }[]
  readonly #passed: Record<Stage, number> = { authorize: 0, send: 0, reply: 0, confirm: 0 }
  readonly #late = new Map<Call, { strike: Strike; fault: Fault }[]>()
  /** Which photos have passed, so far. */
  readonly #photos: Record<Stage, Set<string>> = {
    authorize: new Set(),
    send: new Set(),
    reply: new Set(),
    confirm: new Set(),
  }
  readonly #photoCount: number
  readonly #world: () => World

  constructor(
    world: () => World,
    { strikes, photoCount }: { strikes: readonly Strike[]; photoCount: number },
    faults: ReadonlyMap<string, Fault>,
  ) {
    this.#world = world
    this.#photoCount = photoCount
    this.#pending = strikes.map((strike) => {
      const fault = faults.get(strike.fault)
      if (fault === undefined) throw new Error(`there is no fault ${strike.fault}`)
      return { strike, fault }
    })
  }

  /** To be called before the app begins. */
  prepare(): void {
    for (const { fault } of this.#pending) fault.prepare?.(this.#world().phone)
  }

  onRequest(stage: 'authorize' | 'confirm', call: Call): void {
    for (const due of this.#takeDue(stage, call)) {
      if (due.strike.share < 0.5) this.#land(due, call)
      else this.#late.set(call, [...(this.#late.get(call) ?? []), due])
    }
  }

  onTransfer(call: Call, at: (share: number, then: () => void) => void): void {
    for (const due of this.#takeDue('send', call)) at(due.strike.share, () => this.#land(due, call))
  }

  onProcessed(call: Call): void {
    for (const due of this.#late.get(call) ?? []) this.#land(due, call)
    if (call.kind === 'transfer') for (const due of this.#takeDue('reply', call)) this.#land(due, call)
  }

  #takeDue(stage: Stage, call: Call): { strike: Strike; fault: Fault }[] {
    const number = this.#passed[stage]++
    const photos = this.#photos[stage]
    for (const photo of call.about) photos.add(photo)
    const isLast = photos.size === this.#photoCount
    const due = this.#pending.filter(
      ({ strike, fault }) => strike.stage === stage && (fault.atTheLast ? isLast : strike.nth <= number),
    )
    for (const entry of due) this.#pending.splice(this.#pending.indexOf(entry), 1)
    return due
  }

  #land({ strike, fault }: { strike: Strike; fault: Fault }, call: Call): void {
    const world = this.#world()
    this.struckCount += 1
    world.ledger.strike(0)
    world.ledger.strike(fault.strike({ world, stage: strike.stage, call, force: strike.force }))
  }
}

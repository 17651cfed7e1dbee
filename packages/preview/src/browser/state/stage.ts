import type { ConditionStore } from './condition-store.js'

/** After so long in the background WeChat suspends the app's thread and cuts its requests (network guide, "usage limits"). */
const SUSPENDED_AFTER_MS = 5_000

type Act = () => void

/** Whether the app is before the person's eyes, and whether its thread runs. */
export class Stage {
  readonly #conditions: ConditionStore
  readonly #onHide = new Set<Act>()
  readonly #onShow = new Set<Act>()
  readonly #onSuspend = new Set<Act>()
  #waiting: Act[] = []
  #timer: ReturnType<typeof setTimeout> | undefined
  #isSuspended = false

  constructor(conditions: ConditionStore) {
    this.#conditions = conditions
    conditions.onChange('stage', (stage) => (stage === 'background' ? this.#hide() : this.#show()))
  }

  get isForeground(): boolean {
    return this.#conditions.now.stage === 'foreground'
  }

  get isSuspended(): boolean {
    return this.#isSuspended
  }

  onHide(act: Act): void {
    this.#onHide.add(act)
  }

  onShow(act: Act): void {
    this.#onShow.add(act)
  }

  onSuspend(act: Act): void {
    this.#onSuspend.add(act)
  }

  /** Runs `act` when the app's thread runs: now, or after the return to the foreground. */
  whenRunning(act: Act): void {
    if (this.#isSuspended) this.#waiting.push(act)
    else act()
  }

  #hide(): void {
    for (const act of this.#onHide) act()
    this.#timer = setTimeout(() => {
      this.#isSuspended = true
      for (const act of this.#onSuspend) act()
    }, SUSPENDED_AFTER_MS)
  }

  #show(): void {
    clearTimeout(this.#timer)
    this.#isSuspended = false
    for (const act of this.#onShow) act()
    const due = this.#waiting
    this.#waiting = []
    for (const act of due) act()
  }
}

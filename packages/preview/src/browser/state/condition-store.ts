import { type Conditions, DEFAULT_CONDITIONS } from '../../conditions.js'

type Listener = (now: Readonly<Conditions>, before: Readonly<Conditions>) => void

/** The conditions in force, for those who must act when they change. */
export class ConditionStore {
  #now: Readonly<Conditions>
  readonly #listeners = new Set<Listener>()

  constructor(initial: Partial<Conditions>) {
    this.#now = { ...DEFAULT_CONDITIONS, ...initial }
  }

  get now(): Readonly<Conditions> {
    return this.#now
  }

  set(change: Partial<Conditions>): void {
    const before = this.#now
    this.#now = { ...before, ...change }
    for (const listener of this.#listeners) listener(this.#now, before)
  }

  /** Calls `act` with the new value whenever one field takes another one. */
  onChange<K extends keyof Conditions>(field: K, act: (value: Conditions[K]) => void): void {
    this.#listeners.add((now, before) => {
      if (now[field] !== before[field]) act(now[field])
    })
  }
}

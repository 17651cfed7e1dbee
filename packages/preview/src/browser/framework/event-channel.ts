type Listener = (...values: unknown[]) => void

/** The channel between a page and the one that opened it. What was sent before anybody listened is kept. */
export class EventChannel {
  readonly #listeners = new Map<string, { listener: Listener; isOnce: boolean }[]>()
  readonly #waiting = new Map<string, unknown[][]>()

  on(name: string, listener: Listener): void {
    this.#add(name, listener, false)
  }

  once(name: string, listener: Listener): void {
    this.#add(name, listener, true)
  }

  /** Removes one listener, or all of that name. */
  off(name: string, listener?: Listener): void {
    const kept = this.#listeners.get(name)?.filter((entry) => listener && entry.listener !== listener) ?? []
    this.#listeners.set(name, kept)
  }

  emit(name: string, ...values: unknown[]): void {
    const entries = this.#listeners.get(name) ?? []
    if (entries.length === 0) {
      this.#waiting.set(name, [...(this.#waiting.get(name) ?? []), values])
      return
    }
    this.#listeners.set(
      name,
      entries.filter(({ isOnce }) => !isOnce),
    )
    for (const { listener } of entries) listener(...values)
  }

  #add(name: string, listener: Listener, isOnce: boolean): void {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), { listener, isOnce }])
    const waiting = this.#waiting.get(name) ?? []
    this.#waiting.delete(name)
    for (const values of waiting) this.emit(name, ...values)
  }
}

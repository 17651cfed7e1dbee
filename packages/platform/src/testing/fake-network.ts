import type { Network } from '../ports/network.js'

export class FakeNetwork implements Network {
  #online = true
  readonly #listeners = new Set<(online: boolean) => void>()

  isOnline(): boolean {
    return this.#online
  }

  onChange(listener: (online: boolean) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  goOffline(): void {
    this.#change(false)
  }

  goOnline(): void {
    this.#change(true)
  }

  #change(online: boolean): void {
    this.#online = online
    for (const listener of this.#listeners) listener(online)
  }
}

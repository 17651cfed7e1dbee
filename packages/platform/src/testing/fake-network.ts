import type { Network } from '../ports/network.js'

export class FakeNetwork implements Network {
  #online = true
  readonly #listeners = new Set<(online: boolean) => void>()

  isOnline(): boolean {
    return this.#online
  }

  onChange(listener: (online: boolean) => void): () => void {
    const own = (online: boolean) => listener(online)
    this.#listeners.add(own)
    return () => this.#listeners.delete(own)
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

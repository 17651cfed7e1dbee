import type { Network } from '../ports/network.js'

/** Online and on Wi-Fi until a test says otherwise. */
export class FakeNetwork implements Network {
  #online = true
  #metered = false
  readonly #listeners = new Set<(online: boolean) => void>()

  isOnline(): boolean {
    return this.#online
  }

  isMetered(): boolean {
    return this.#metered
  }

  onChange(listener: (online: boolean) => void): () => void {
    const own = (online: boolean) => listener(online)
    this.#listeners.add(own)
    return () => this.#listeners.delete(own)
  }

  goOffline(): void {
    this.#change(false, this.#metered)
  }

  goOnline(): void {
    this.#change(true, this.#metered)
  }

  useMobileData(): void {
    this.#change(true, true)
  }

  useWifi(): void {
    this.#change(true, false)
  }

  #change(online: boolean, metered: boolean): void {
    this.#online = online
    this.#metered = metered
    for (const listener of this.#listeners) listener(online)
  }
}

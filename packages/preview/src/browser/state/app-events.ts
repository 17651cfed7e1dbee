/** Events of the whole app that `wx.on…` and `wx.off…` subscribe to. */
export interface AppEventMap {
  appShow: object
  appHide: object
  themeChange: { theme: 'light' | 'dark' }
  windowResize: { size: { windowWidth: number; windowHeight: number } }
  memoryWarning: { level: number }
  networkStatusChange: { isConnected: boolean; networkType: string }
  networkWeakChange: { weakNet: boolean; networkType: string }
  error: string
  unhandledRejection: { reason: unknown; promise: Promise<unknown> }
}

type Listener<T> = (event: T) => void

/** Who listens to what. */
export class AppEvents {
  readonly #listeners = new Map<keyof AppEventMap, Set<Listener<never>>>()

  on<K extends keyof AppEventMap>(name: K, listener: Listener<AppEventMap[K]>): void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners.add(listener))
  }

  /** Removes one listener, or all where none is given. */
  off<K extends keyof AppEventMap>(name: K, listener?: Listener<AppEventMap[K]>): void {
    if (listener) this.#listeners.get(name)?.delete(listener)
    else this.#listeners.delete(name)
  }

  emit<K extends keyof AppEventMap>(name: K, event: AppEventMap[K]): void {
    for (const listener of this.#listeners.get(name) ?? []) (listener as Listener<AppEventMap[K]>)(event)
  }
}

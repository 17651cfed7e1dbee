import type { Lifecycle } from '../ports/lifecycle.js'

export class FakeLifecycle implements Lifecycle {
  readonly #hideListeners = new Set<() => void>()
  readonly #showListeners = new Set<() => void>()

  constructor(readonly worksHidden = false) {}

  onHide(listener: () => void): () => void {
    return subscribe(this.#hideListeners, listener)
  }

  onShow(listener: () => void): () => void {
    return subscribe(this.#showListeners, listener)
  }

  hide(): void {
    for (const listener of this.#hideListeners) listener()
  }

  show(): void {
    for (const listener of this.#showListeners) listener()
  }
}

/** Each subscription has a function of its own, so that one can stop without the others. */
function subscribe(listeners: Set<() => void>, listener: () => void): () => void {
  const own = () => listener()
  listeners.add(own)
  return () => listeners.delete(own)
}

/** Who listens to one event of a task. */
export class Listeners<E> {
  readonly #listeners = new Set<(event: E) => void>()

  readonly add = (listener: (event: E) => void): void => {
    this.#listeners.add(listener)
  }

  /** Removes one listener, or all where none is given. */
  readonly remove = (listener?: (event: E) => void): void => {
    if (listener) this.#listeners.delete(listener)
    else this.#listeners.clear()
  }

  tell(event: E): void {
    for (const listener of this.#listeners) listener(event)
  }
}

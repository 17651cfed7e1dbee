interface Attached {
  triggerLifetime(name: string, args: unknown[]): void
}

/** glass-easel leaves `ready` to its host: it comes once the tree is in place, children first. */
export class ReadyLifetime {
  #waiting: Attached[] = []

  /** Notes a component that was attached just now; its `ready` follows when the current work is done. */
  add(component: Attached): void {
    if (this.#waiting.length === 0) setTimeout(() => this.flush(), 0)
    this.#waiting.push(component)
  }

  /** Fires `ready` for all that wait. Parents are attached before their children, so the order is reversed. */
  flush(): void {
    const ready = this.#waiting.reverse()
    this.#waiting = []
    for (const component of ready) component.triggerLifetime('ready', [])
  }
}

/** Tells work under way that nobody wants it any more. The engine has no `AbortController`: mini-programs lack it. */
export interface CancelSignal {
  readonly cancelled: boolean
  /** Calls `listener` once, at once if already cancelled. @returns a function that stops listening */
  onCancel(listener: () => void): () => void
}

/** The other end of a {@link CancelSignal}. */
export interface CancelSource {
  readonly signal: CancelSignal
  cancel(): void
}

export function createCancelSource(): CancelSource {
  const listeners = new Set<() => void>()
  let cancelled = false
  return {
    signal: {
      get cancelled() {
        return cancelled
      },
      onCancel(listener) {
        if (cancelled) {
          listener()
          return () => {}
        }
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    cancel() {
      if (cancelled) return
      cancelled = true
      const waiting = [...listeners]
      listeners.clear()
      for (const listener of waiting) listener()
    },
  }
}

export interface Network {
  /** What the platform last said; true where it cannot tell. */
  isOnline(): boolean
  /** @returns a function that stops listening */
  onChange(listener: (online: boolean) => void): () => void
}

export interface Network {
  /** What the platform last said; true where it cannot tell. */
  isOnline(): boolean
  /** Whether bytes may cost the person money: true where the platform says mobile data, false where it cannot tell. */
  isMetered(): boolean
  /** Hears of a change of either, and whether it is online now. @returns a function that stops listening */
  onChange(listener: (online: boolean) => void): () => void
}

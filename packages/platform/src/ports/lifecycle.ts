/** The app goes to the background and comes back. A mini-program is suspended 5 s after it is hidden. */
export interface Lifecycle {
  /** @returns a function that stops listening */
  onHide(listener: () => void): () => void
  /** @returns a function that stops listening */
  onShow(listener: () => void): () => void
}

/** The app goes to the background and comes back. A mini-program is suspended 5 s after it is hidden. */
export interface Lifecycle {
  /** Whether it goes on working there, so that work may begin there, too. Default false. */
  readonly worksHidden?: boolean
  /** @returns a function that stops listening */
  onHide(listener: () => void): () => void
  /** @returns a function that stops listening */
  onShow(listener: () => void): () => void
}

/** An app that uploads photos, as a person sees it: whatever is put to the test stands behind it. */
export interface UploadApp {
  /** Picks photos, in this order. */
  add(paths: readonly string[]): void
  pause(): void
  resume(): void
  /** Answers whether to go on over mobile data, where the app asks. */
  answerMobileData?(answer: 'continue' | 'wait-for-wifi'): void
  /** Taps "try again" on whatever has failed. */
  retryFailed(): void
  /** Shows the screen, at once and whenever it changes. */
  show(screen: (screen: Screen) => void): void
}

export interface Screen {
  /** In the order shown. */
  readonly photos: readonly ShownPhoto[]
  /** What it says of all photos together, 0–100. */
  readonly percent: number
  /** What it says that it waits for, and until when, where it does. */
  readonly waiting?: string
}

export interface ShownPhoto {
  readonly path: string
  /** `done`: the screen says that it is stored. `given-up`: nothing will be done without the person. */
  readonly progress: 'under-way' | 'done' | 'given-up'
  /** The state by its own name, and whatever else of it a person sees change. */
  readonly state: string
  /** Under which id, where it is said to be stored. */
  readonly photoId?: string
}

/** What is done to a photo before it is sent. */
export interface Preparation {
  /** Makes photos smaller where that loses nothing that a screen shows; null: originals. `longSide` in pixels, `quality` 0 to 100. */
  compress: { longSide: number; quality: number } | null
  /**
   * `strip-location` takes out where a photo was taken, and whatever might tell it; orientation, capture time, camera and colours stay.
   * `strip-all` leaves only what is needed to show it right.
   */
  metadata: 'keep' | 'strip-location' | 'strip-all'
}

/** Photos as they were picked. */
export const ORIGINALS: Preparation = { compress: null, metadata: 'keep' }

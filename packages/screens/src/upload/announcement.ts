import type { PanelView } from './panel-view.js'
import type { UploadPhase } from './phase.js'

const QUARTERS = [25, 50, 75]

/** Chooses what a screen reader says: each change of what goes on, failures, and every quarter of the way. */
export class Announcements {
  #phase: UploadPhase = 'empty'
  #quarter = 0
  #chip = ''
  #words = ''

  /** @returns the words to say; the same as before while there is nothing new */
  next(phase: UploadPhase, panel: Pick<PanelView, 'title' | 'chip' | 'percent' | 'percentText'>): string {
    const quarter = QUARTERS.filter((mark) => panel.percent >= mark).length
    if (phase !== this.#phase) this.#words = panel.title
    else if (phase === 'uploading' && quarter > this.#quarter) this.#words = `${panel.title} ${panel.percentText}`
    // A failure that comes with something else is said next.
    else if (panel.chip !== this.#chip) {
      this.#chip = panel.chip
      if (panel.chip !== '') this.#words = panel.chip
    }
    this.#phase = phase
    this.#quarter = quarter
    return this.#words
  }
}

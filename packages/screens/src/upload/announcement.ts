import type { PanelView } from './panel-view.js'
import type { UploadPhase } from './phase.js'

const QUARTERS = [25, 50, 75]

/** Chooses what a screen reader says: each change of what goes on, failures, and every quarter of the way. */
export interface Announcements {
  /** @returns the words to say; the same as before while there is nothing new */
  next(phase: UploadPhase, panel: Pick<PanelView, 'title' | 'chip' | 'percent' | 'percentText'>): string
}

export function createAnnouncements(): Announcements {
  let before = { phase: 'empty' as UploadPhase, quarter: 0 }
  let saidChip = ''
  let words = ''

  return {
    next(phase, { title, chip, percent, percentText }) {
      const quarter = QUARTERS.filter((mark) => percent >= mark).length
      if (phase !== before.phase) words = title
      else if (phase === 'uploading' && quarter > before.quarter) words = `${title} ${percentText}`
      // A failure that comes with something else is said next.
      else if (chip !== saidChip) {
        saidChip = chip
        if (chip !== '') words = chip
      }
      before = { phase, quarter }
      return words
    },
  }
}

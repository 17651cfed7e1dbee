import type { UploaderSnapshot } from '@photolift/upload-engine'
import type { UploadText } from '../text/upload.js'
import type { UploadPhase } from './phase.js'
import { countTasks } from './task-counts.js'

/** What a button of the bottom bar does; the page has a method for each. */
export type UploadAction =
  | 'choose'
  | 'start'
  | 'ask-stop'
  | 'pause'
  | 'resume'
  | 'try-now'
  | 'resume-leftovers'
  | 'use-mobile-data'
  | 'remove-failed'
  | 'retry-failed'
  | 'open-gallery'

export interface ButtonView {
  action: UploadAction
  words: string
  icon: 'none' | 'plus' | 'up' | 'pause' | 'play' | 'retry'
  /** At most one button of a screen is filled. */
  filled: boolean
}

/** The bottom bar: the safe or smaller answer left and narrow, where there is one, the main one right. */
export interface ActionsView {
  left: ButtonView | null
  right: ButtonView
}

export function toActionsView(snapshot: UploaderSnapshot, phase: UploadPhase, text: UploadText): ActionsView {
  const counts = countTasks(snapshot.tasks)
  const cancel = quiet('ask-stop', text.cancel)

  switch (phase) {
    case 'empty':
      return { left: null, right: filled('choose', text.choose, 'plus') }
    case 'leftovers':
      return {
        left: quiet('ask-stop', text.discard),
        right: filled('resume-leftovers', text.resume, 'up'),
      }
    case 'arranging':
      return { left: cancel, right: filled('start', text.upload(counts.held), 'up') }
    case 'preparing':
    case 'uploading':
    case 'mobile-data':
      return { left: cancel, right: quiet('pause', text.pause, 'pause') }
    case 'paused':
      return { left: cancel, right: filled('resume', text.resume, 'play') }
    case 'wifi':
      return { left: cancel, right: quiet('use-mobile-data', text.useMobileData) }
    case 'offline':
    case 'service-unreachable':
    case 'rate-limited':
      return { left: cancel, right: quiet('try-now', text.tryNow, 'retry') }
    case 'failed':
      return {
        left: quiet('remove-failed', text.remove),
        right:
          counts.failed > 0
            ? filled('retry-failed', text.retryCount(counts.failed), 'retry')
            : filled('choose', text.chooseMore, 'plus'),
      }
    case 'done':
      return { left: quiet('choose', text.chooseMore), right: filled('open-gallery', text.seePhotos) }
  }
}

function quiet(action: UploadAction, words: string, icon: ButtonView['icon'] = 'none'): ButtonView {
  return { action, words, icon, filled: false }
}

function filled(action: UploadAction, words: string, icon: ButtonView['icon'] = 'none'): ButtonView {
  return { action, words, icon, filled: true }
}

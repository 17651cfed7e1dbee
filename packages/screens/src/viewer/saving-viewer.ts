import { VIEWER_TEXT } from '../text/viewer.js'
import type { SaveOutcome } from './save-outcome.js'
import { createViewerScreen, type ViewerScreen, type ViewerScreenDeps } from './viewer-screen.js'
import { INITIAL_VIEWER_VIEW, type ViewerView } from './viewer-view.js'

export interface SavingViewerDeps extends ViewerScreenDeps {
  /** Puts what a link leads to into the phone's album. */
  save: (url: string) => Promise<SaveOutcome>
  /** Lets the person allow that where they refused it once. */
  allowAlbum: () => Promise<boolean>
}

export interface SavingViewerView extends ViewerView {
  saving: boolean
  /** The sheet that explains how to let the photo into the phone's album. */
  albumRefused: boolean
}

/** What the page shows before it has looked at anything. */
export const INITIAL_SAVING_VIEWER_VIEW: SavingViewerView = {
  ...INITIAL_VIEWER_VIEW,
  saving: false,
  albumRefused: false,
}

/** A viewer on a phone, which has an album that the app can write into. */
export interface SavingViewer extends ViewerScreen {
  view(): SavingViewerView
  /** Puts the current photo into the phone's album, or asks to allow it. */
  saveCurrent(): Promise<void>
  /** The person goes to the settings that allow it, or leaves it. */
  allowAlbum(): Promise<void>
  leaveAlbum(): void
}

export function createSavingViewer(deps: SavingViewerDeps): SavingViewer {
  const screen = createViewerScreen(deps)
  const text = VIEWER_TEXT[deps.language]
  let saving = false
  let albumRefused = false

  async function saveCurrent(): Promise<void> {
    if (saving) return
    saving = true
    deps.onChange()
    const url = await screen.freshLink()
    const outcome = url === undefined ? 'failed' : await deps.save(url)
    saving = false
    albumRefused = outcome === 'refused'
    if (outcome === 'saved') screen.tell({ text: text.saved, done: true })
    else if (outcome === 'failed') screen.tell({ text: text.saveFailed, done: false })
    else deps.onChange()
  }

  function leaveAlbum(): void {
    albumRefused = false
    deps.onChange()
  }

  return {
    ...screen,
    view: () => ({ ...screen.view(), saving, albumRefused }),
    saveCurrent,
    async allowAlbum() {
      leaveAlbum()
      if (await deps.allowAlbum()) await saveCurrent()
    },
    leaveAlbum,
  }
}

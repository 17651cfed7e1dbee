import type { Lifecycle } from '../ports/lifecycle.js'

/** A page that is covered or in another tab goes on working, unlike a mini-program; where a phone suspends it, its calls fail. */
export const browserLifecycle: Lifecycle = {
  worksHidden: true,
  onHide: (listener) => onVisibility('hidden', listener),
  onShow: (listener) => onVisibility('visible', listener),
}

function onVisibility(state: DocumentVisibilityState, listener: () => void): () => void {
  const onChange = () => {
    if (document.visibilityState === state) listener()
  }
  document.addEventListener('visibilitychange', onChange)
  return () => document.removeEventListener('visibilitychange', onChange)
}

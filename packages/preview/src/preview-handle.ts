import type { Conditions } from './conditions.js'

/** `window.preview`: what tests and the panel may do with a running preview. */
export interface PreviewHandle {
  /** The conditions as they are now. */
  readonly conditions: Readonly<Conditions>
  /** Changes some conditions; what follows from them (`onHide`, a cut request) has begun when this returns. */
  set(change: Partial<Conditions>): void
  /** Calls of `wx.request`, `wx.uploadFile` and `wx.cloud.callContainer` since the page was loaded. */
  readonly requestCount: number
  /** Unhandled errors of the app and missing members of `wx`, oldest first. A healthy run leaves it empty. */
  readonly errors: readonly string[]
  /** Whether the app's thread stands still: it has been in the background for 5 s. */
  readonly isSuspended: boolean
  /** Puts a file where `wx` can read it, as if a picker had given it, and returns its path. */
  addFile(file: Blob, name: string): string
  /** Lets `wx.onMemoryWarning` listeners know. */
  warnOfMemory(): void
  /** Forgets what the app stored: storage, files and privacy consent. Reload afterwards. */
  clear(): Promise<void>
}

declare global {
  interface Window {
    preview: PreviewHandle
  }
}

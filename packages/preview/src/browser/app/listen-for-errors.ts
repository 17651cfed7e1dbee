import { glassEasel } from 'glass-easel-miniprogram-adapter'
import type { AppEvents } from '../state/app-events.js'
import type { ErrorLog } from '../state/error-log.js'

/** Sends every error that nobody handled to the log, and to the app's own `wx.onError` and `wx.onUnhandledRejection`. */
export function listenForErrors({ errors, events }: { errors: ErrorLog; events: AppEvents }): void {
  const report = (error: unknown) => {
    errors.report(error)
    events.emit('error', error instanceof Error ? `${error.message}\n${error.stack}` : String(error))
  }
  window.addEventListener('error', (event) => {
    // Chromium's own note that a layout changed again in the same frame; nothing is wrong and nobody can act on it.
    if (event.message.startsWith('ResizeObserver loop')) return
    report(event.error ?? new Error(event.message))
  })
  window.addEventListener('unhandledrejection', (event) => {
    errors.report(event.reason)
    events.emit('unhandledRejection', { reason: event.reason, promise: event.promise })
  })
  // glass-easel catches what the app's handlers, observers and lifetimes throw. False: it need not print it too.
  glassEasel.addGlobalErrorListener((error) => {
    report(error)
    return false
  })
  glassEasel.addGlobalWarningListener((message) => {
    console.warn(`[glass-easel] ${message}`)
    return false
  })
}

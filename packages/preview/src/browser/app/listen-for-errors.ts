import { glassEasel } from 'glass-easel-miniprogram-adapter'
import type { AppEvents } from '../state/app-events.js'
import type { ErrorLog } from '../state/error-log.js'
import type { AppLifetimes } from './app-lifetimes.js'

interface Options {
  readonly errors: ErrorLog
  readonly events: AppEvents
  readonly lifetimes: AppLifetimes
}

/** Sends every error that nobody handled to the log, and to the app: `onError` and `onUnhandledRejection`. */
export function listenForErrors({ errors, events, lifetimes }: Options): void {
  const report = (error: unknown) => {
    errors.report(error)
    const text = error instanceof Error ? `${error.message}\n${error.stack}` : String(error)
    lifetimes.call('onError', text)
    events.emit('error', text)
  }
  window.addEventListener('error', (event) => {
    // Chromium's own note that a layout changed again in the same frame; nothing is wrong and nobody can act on it.
    if (event.message.startsWith('ResizeObserver loop')) return
    report(event.error ?? new Error(event.message))
  })
  window.addEventListener('unhandledrejection', (event) => {
    errors.report(event.reason)
    const rejection = { reason: event.reason, promise: event.promise }
    lifetimes.call('onUnhandledRejection', rejection)
    events.emit('unhandledRejection', rejection)
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

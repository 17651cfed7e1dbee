import type { IncomingMessage } from 'node:http'
import type { TransportFault } from '../forward-protocol.js'
import type { Ask } from './ask.js'

/** The way that calls of one kind take from the phone. */
export interface Route {
  /**
   * @throws BadAsk where the page is wrong
   * @throws an error that `describeFault` puts into words, where the app is
   */
  direct(ask: Ask, request: IncomingMessage): Direction
  /** Whether calls may go to that target, which may be one that an answer led to. */
  allows(target: URL): boolean
  /** What the app hears when no answer came. */
  describeFault(error: unknown): TransportFault
}

/** Where a call goes, and with which headers. */
export interface Direction {
  readonly target: URL
  readonly headers: Readonly<Record<string, string>>
  readonly followsRedirects: boolean
}

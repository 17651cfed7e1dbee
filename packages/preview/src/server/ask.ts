import type { IncomingMessage } from 'node:http'
import { TRANSFER_FAULTS, type TransferFault } from '../conditions.js'
import { ASK } from '../forward-protocol.js'
import type { LinkName } from './shaped-links.js'

/** What the page wants sent. */
export interface Ask {
  readonly target: string
  readonly method: string
  /** The app's headers; names are lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly network: LinkName
  readonly transfer: string
  /** What goes wrong with it; undefined where nothing does. */
  readonly fault: TransferFault | undefined
}

/** The page asked in a way that it never should. */
export class BadAsk extends Error {}

/** @throws BadAsk */
export function readAsk(request: IncomingMessage): Ask {
  if (request.method !== 'POST') throw new BadAsk('Calls of wx are sent by POST.')
  const text = (name: string) => headerOf(request, name)
  return {
    target: text(ASK.target),
    method: text(ASK.method) || 'GET',
    headers: readHeaders(text(ASK.headers)),
    network: (text(ASK.network) || 'wifi') as LinkName,
    transfer: text(ASK.transfer),
    fault: TRANSFER_FAULTS.find((fault) => fault === text(ASK.fault)),
  }
}

/** The header's value, or the empty text where there is none. */
export function headerOf({ headers }: IncomingMessage, name: string): string {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}

function readHeaders(text: string): Record<string, string> {
  try {
    return JSON.parse(decodeURIComponent(text || '{}')) as Record<string, string>
  } catch {
    throw new BadAsk(`${ASK.headers} must be percent-encoded JSON.`)
  }
}

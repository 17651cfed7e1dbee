import type { ErrorCode } from '@photolift/contracts'
import { ERRORS } from '@photolift/contracts'
import type { Answer } from './call.ts'

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) }
}

/** The service's own error. */
export function serviceError(code: ErrorCode, headers: Record<string, string> = {}): Answer {
  const body = { error: { code, message: 'simulated', requestId: 'request-1' } }
  return json(ERRORS[code].status ?? 500, body, headers)
}

/** COS's own error. @see https://cloud.tencent.com/document/product/436/7730 */
export function cosError(status: number, code: string, message = '', headers: Record<string, string> = {}): Answer {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`
  return { status, headers: { 'Content-Type': 'application/xml', ...headers }, body }
}

/** What a gateway in front of either says. */
export function gatewayError(status: number): Answer {
  return { status, headers: { 'Content-Type': 'text/html' }, body: `<html><h1>${status}</h1></html>` }
}

export const loginPage: Answer = {
  status: 200,
  headers: { 'Content-Type': 'text/html' },
  body: '<html><form action="/room-number"></form></html>',
}

import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { xmlDocument } from './xml.js'

/** What an error answer says. `resource` is the decoded path, starting with `/`. */
export interface ErrorAnswer {
  status: number
  code: string
  message: string
  resource: string
  details?: Record<string, string>
}

/** Gives the answer the headers that every answer of COS has. */
export function setCommonHeaders(response: ServerResponse): void {
  response.setHeader('Server', 'tencent-cos')
  response.setHeader('x-cos-request-id', randomBytes(24).toString('base64'))
}

/**
 * Ends the exchange with COS's error body and `x-cos-trace-id`.
 * An answer to HEAD has no body: its status is all that it says.
 */
export function sendErrorAnswer(response: ServerResponse, answer: ErrorAnswer): void {
  if (!response.hasHeader('x-cos-request-id')) setCommonHeaders(response)
  const traceId = randomBytes(48).toString('base64')
  response.statusCode = answer.status
  response.setHeader('x-cos-trace-id', traceId)
  if (response.req.method === 'HEAD' || answer.status === 304) {
    response.end()
    return
  }

  const body = xmlDocument('Error', {
    Code: answer.code,
    Message: answer.message,
    ...answer.details,
    Resource: answer.resource,
    RequestId: String(response.getHeader('x-cos-request-id')),
    TraceId: traceId,
  })
  response.setHeader('Content-Type', 'application/xml')
  response.setHeader('Content-Length', Buffer.byteLength(body))
  response.end(body)
}

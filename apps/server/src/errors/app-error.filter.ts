import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common'
import { AppError, ERRORS, type ErrorCode, type ErrorEnvelope } from '@photolift/contracts'
import { isConnectionFailure } from '@photolift/database'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'

/** Every failure leaves the service here: a code from the catalogue, its status, and the id under which the log knows the rest. */
@Catch()
export class AppErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>()
    const reply = host.switchToHttp().getResponse<FastifyReply>()
    const { code, message, retryAfterSeconds, cause } = toAnswer(error)
    const status = ERRORS[code].status ?? 500
    request.errorCode = code
    if (status >= 500 || cause !== undefined)
      this.logger[status >= 500 ? 'error' : 'info']({ requestId: request.id, errorCode: code, err: error }, message)
    // The time for an answer was up before the failure.
    if (reply.sent) return
    if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds)
    const envelope: ErrorEnvelope = { error: { code, message, requestId: request.id } }
    // A route may have said before that it answers with text.
    reply.code(status).type('application/json; charset=utf-8').send(envelope)
  }
}

interface Answer {
  code: ErrorCode
  message: string
  retryAfterSeconds?: number | undefined
  cause?: unknown
}

function toAnswer(error: unknown): Answer {
  if (error instanceof AppError && ERRORS[error.code].status !== null)
    return {
      code: error.code,
      message: error.code === 'INTERNAL' ? UNKNOWN : error.message.slice(error.code.length + 2),
      retryAfterSeconds: error.retryAfterSeconds,
      cause: error.cause,
    }
  if (isConnectionFailure(error)) return { code: 'NOT_READY', message: 'the database does not answer', cause: error }
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown }).statusCode
  switch (status) {
    case 400:
      return { code: 'REQUEST_INVALID', message: 'the request cannot be read' }
    case 404:
      return { code: 'ROUTE_NOT_FOUND', message: 'no such route' }
    case 413:
      return { code: 'REQUEST_TOO_LARGE', message: 'the body is too large' }
    case 415:
      return { code: 'REQUEST_TYPE_UNSUPPORTED', message: 'the body must be application/json' }
    default:
      return { code: 'INTERNAL', message: UNKNOWN, cause: error }
  }
}

const UNKNOWN = 'the log has the rest under requestId'

import { createParamDecorator, type ExecutionContext } from '@nestjs/common'
import type { ErrorCode } from '@photolift/contracts'
import type { FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose token the request carries; set by the guard, absent on routes without one. */
    userId: string | undefined
    /** What was answered, if that was an error; set by the error filter. */
    errorCode: ErrorCode | undefined
    /** The status that an envelope hides; absent where the answer left under its own. */
    statusInEnvelope: number | undefined
    /** What a step adds to the request's line in the log. */
    logFields: Record<string, unknown> | undefined
  }
}

/** The person whose token the request carries. Routes that use it stand behind the guard. */
export const UserId = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { userId } = context.switchToHttp().getRequest<FastifyRequest>()
  if (userId === undefined) throw new Error('The route has no guard.')
  return userId
})

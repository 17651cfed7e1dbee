import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common'
import { AppError } from '@photolift/contracts'
import type { FastifyRequest } from 'fastify'
import { AUTH_TOKENS, type AuthTokens } from './auth-tokens.js'

/** Lets requests with a valid bearer token through and notes whose it is. Nothing else in a request says who sends it. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(@Inject(AUTH_TOKENS) private readonly tokens: AuthTokens) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>()
    const authToken = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    if (authToken === undefined) throw new AppError('AUTH_TOKEN_INVALID', 'the request carries no bearer token')
    request.userId = this.tokens.verify(authToken)
    return true
  }
}

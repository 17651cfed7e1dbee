import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common'
import { AppError, ROUTES, type WebLoginCallbackQuery, type WebLoginQuery } from '@photolift/contracts'
import { webLoginCallbackQuery, webLoginQuery } from '@photolift/contracts/schemas'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { BrowserEvidence, WebLoginService, WebRedirect } from './web-login.service.js'

/** Name under which this controller gets its service; undefined where there is no service account. */
export const WEB_LOGIN = Symbol('WebLoginService')

@Controller()
export class WebLoginController {
  constructor(@Inject(WEB_LOGIN) private readonly service: WebLoginService | undefined) {}

  @Get(ROUTES.webLogin.path)
  async begin(
    @Query({ schema: webLoginQuery }) query: WebLoginQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (isHead(request)) return refuseHead(reply)
    redirect(await this.available().begin(query, toEvidence(request)), request, reply)
  }

  @Get(ROUTES.webLoginCallback.path)
  async finish(
    @Query({ schema: webLoginCallbackQuery }) query: WebLoginCallbackQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (isHead(request)) return refuseHead(reply)
    redirect(await this.available().finish(query, toEvidence(request)), request, reply)
  }

  private available(): WebLoginService {
    if (this.service === undefined) throw new AppError('WEB_PAGE_UNAVAILABLE', 'OFFICIAL_APPID is not configured')
    return this.service
  }
}

/**
 * Fastify answers HEAD with the handler of GET. Who sends one (a preview of a link, a scanner) only looks: it must not use up the state
 * and the code that the browser brings next.
 */
function isHead({ method }: FastifyRequest): boolean {
  return method === 'HEAD'
}

function refuseHead(reply: FastifyReply): void {
  reply.header('allow', 'GET').code(405).send()
}

function toEvidence({ id, headers }: FastifyRequest): BrowserEvidence {
  return { requestId: id, host: headers.host, cookies: headers.cookie }
}

function redirect({ location, setCookie, errorCode }: WebRedirect, request: FastifyRequest, reply: FastifyReply): void {
  request.errorCode = errorCode
  if (setCookie !== undefined) reply.header('set-cookie', setCookie)
  // The address of the callback holds WeChat's code.
  reply.header('referrer-policy', 'no-referrer').redirect(location, 302)
}

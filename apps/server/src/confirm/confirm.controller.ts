import { Body, Controller, HttpCode, Inject, Post, Req, UseGuards } from '@nestjs/common'
import { type ConfirmationsRequest, type ConfirmationsResponse, ROUTES } from '@photolift/contracts'
import { confirmationsRequest } from '@photolift/contracts/schemas'
import type { FastifyRequest } from 'fastify'
import { UserId } from '../http/request-context.js'
import { AuthGuard } from '../login/auth.guard.js'
import { ConfirmService } from './confirm.service.js'

@Controller()
@UseGuards(AuthGuard)
export class ConfirmController {
  constructor(@Inject(ConfirmService) private readonly service: ConfirmService) {}

  @Post(ROUTES.confirm.path)
  @HttpCode(200)
  async confirm(
    @UserId() userId: string,
    @Req() request: FastifyRequest,
    @Body({ schema: confirmationsRequest }) { photoIds }: ConfirmationsRequest,
  ): Promise<ConfirmationsResponse> {
    request.logFields = { photoCount: photoIds.length }
    return { results: await this.service.confirm({ userId, photoIds, requestId: request.id }) }
  }
}

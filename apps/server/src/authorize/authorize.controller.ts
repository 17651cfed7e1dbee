import { Body, Controller, HttpCode, Inject, Post, Req, UseGuards } from '@nestjs/common'
import { ROUTES, type UploadGrantsResponse } from '@photolift/contracts'
import { type CheckedUploadGrantsRequest, uploadGrantsRequest } from '@photolift/contracts/schemas'
import type { FastifyRequest } from 'fastify'
import { UserId } from '../http/request-context.js'
import { AuthGuard } from '../login/auth.guard.js'
import { AuthorizeService } from './authorize.service.js'

@Controller()
@UseGuards(AuthGuard)
export class AuthorizeController {
  constructor(@Inject(AuthorizeService) private readonly service: AuthorizeService) {}

  @Post(ROUTES.authorize.path)
  @HttpCode(200)
  authorize(
    @UserId() userId: string,
    @Req() request: FastifyRequest,
    @Body({ schema: uploadGrantsRequest }) { photos }: CheckedUploadGrantsRequest,
  ): Promise<UploadGrantsResponse> {
    request.logFields = { photoCount: photos.length }
    return this.service.authorize({ userId, photos, requestId: request.id })
  }
}

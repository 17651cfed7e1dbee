import { Body, Controller, HttpCode, Inject, Post, Req, UseGuards } from '@nestjs/common'
import { type FileLinksResponse, ROUTES } from '@photolift/contracts'
import { fileLinksRequest } from '@photolift/contracts/schemas'
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { UserId } from '../http/request-context.js'
import { AuthGuard } from '../login/auth.guard.js'
import { LinksService } from './links.service.js'

@Controller()
@UseGuards(AuthGuard)
export class LinksController {
  constructor(@Inject(LinksService) private readonly service: LinksService) {}

  @Post(ROUTES.fileLinks.path)
  @HttpCode(200)
  async links(
    @UserId() userId: string,
    @Req() request: FastifyRequest,
    @Body({ schema: fileLinksRequest }) body: z.infer<typeof fileLinksRequest>,
  ): Promise<FileLinksResponse> {
    request.logFields = { photoCount: body.photoIds.length }
    return { links: await this.service.links(userId, body) }
  }
}

import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, UseGuards } from '@nestjs/common'
import { type Ingest, type IngestsRequest, type IngestsResponse, ROUTES } from '@photolift/contracts'
import { ingestsRequest } from '@photolift/contracts/schemas'
import type { FastifyRequest } from 'fastify'
import { UserId } from '../http/request-context.js'
import { AuthGuard } from '../login/auth.guard.js'
import { IngestService } from './ingest.service.js'

@Controller()
@UseGuards(AuthGuard)
export class IngestController {
  constructor(@Inject(IngestService) private readonly service: IngestService) {}

  @Post(ROUTES.ingests.path)
  @HttpCode(202)
  async ingest(
    @UserId() userId: string,
    @Req() request: FastifyRequest,
    @Body({ schema: ingestsRequest }) { pickId, mediaIds }: IngestsRequest,
  ): Promise<IngestsResponse> {
    request.logFields = { mediaCount: mediaIds.length }
    return { ingests: await this.service.ingest({ userId, pickId, mediaIds }) }
  }

  @Get(ROUTES.ingest.path)
  find(@UserId() userId: string, @Param('ingestId') ingestId: string): Promise<Ingest> {
    return this.service.find(userId, ingestId)
  }
}

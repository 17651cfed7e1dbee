import { Body, Controller, HttpCode, Inject, Param, Post, Req, UseGuards } from '@nestjs/common'
import { type Photo, ROUTES } from '@photolift/contracts'
import { editRequest } from '@photolift/contracts/schemas'
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { UserId } from '../http/request-context.js'
import { AuthGuard } from '../login/auth.guard.js'
import { EditService } from './edit.service.js'

@Controller()
@UseGuards(AuthGuard)
export class EditController {
  constructor(@Inject(EditService) private readonly service: EditService) {}

  @Post(ROUTES.editPhoto.path)
  @HttpCode(200)
  edit(
    @UserId() userId: string,
    @Req() request: FastifyRequest,
    @Param('photoId') photoId: string,
    @Body({ schema: editRequest }) { operations }: z.infer<typeof editRequest>,
  ): Promise<Photo> {
    request.logFields = { operations: operations.map(({ kind }) => kind) }
    return this.service.edit({ userId, photoId, operations, requestId: request.id })
  }
}

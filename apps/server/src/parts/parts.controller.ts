import { Body, Controller, HttpCode, Inject, Param, Post, UseGuards } from '@nestjs/common'
import { type PartsRequest, type PartsResponse, ROUTES } from '@photolift/contracts'
import { partsRequest } from '@photolift/contracts/schemas'
import { UserId } from '../http/request-context.js'
import { AuthGuard } from '../login/auth.guard.js'
import { PartsService } from './parts.service.js'

@Controller()
@UseGuards(AuthGuard)
export class PartsController {
  constructor(@Inject(PartsService) private readonly service: PartsService) {}

  @Post(ROUTES.parts.path)
  @HttpCode(200)
  parts(
    @UserId() userId: string,
    @Param('photoId') photoId: string,
    @Body({ schema: partsRequest }) _body: PartsRequest,
  ): Promise<PartsResponse> {
    return this.service.parts(userId, photoId)
  }
}

import { Controller, Get, Inject, Query, UseGuards } from '@nestjs/common'
import { type PhotoPage, ROUTES } from '@photolift/contracts'
import { photoPageQuery } from '@photolift/contracts/schemas'
import type { z } from 'zod'
import { UserId } from '../http/request-context.js'
import { AuthGuard } from '../login/auth.guard.js'
import { GalleryService } from './gallery.service.js'

@Controller()
@UseGuards(AuthGuard)
export class GalleryController {
  constructor(@Inject(GalleryService) private readonly service: GalleryService) {}

  @Get(ROUTES.gallery.path)
  page(
    @UserId() userId: string,
    @Query({ schema: photoPageQuery }) query: z.infer<typeof photoPageQuery>,
  ): Promise<PhotoPage> {
    return this.service.page(userId, query)
  }
}

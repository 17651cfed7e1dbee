import { Controller, Delete, Get, HttpCode, Inject, Param, UseGuards } from '@nestjs/common'
import { type Photo, ROUTES } from '@photolift/contracts'
import { UserId } from '../http/request-context.js'
import { AuthGuard } from '../login/auth.guard.js'
import { PhotosService } from './photos.service.js'

@Controller()
@UseGuards(AuthGuard)
export class PhotosController {
  constructor(@Inject(PhotosService) private readonly service: PhotosService) {}

  @Get(ROUTES.photo.path)
  find(@UserId() userId: string, @Param('photoId') photoId: string): Promise<Photo> {
    return this.service.find(userId, photoId)
  }

  @Delete(ROUTES.deletePhoto.path)
  @HttpCode(204)
  remove(@UserId() userId: string, @Param('photoId') photoId: string): Promise<void> {
    return this.service.remove(userId, photoId)
  }
}

import { Controller, Get, Inject, Query, UseGuards } from '@nestjs/common'
import { AppError, type JsSdkConfig, type JsSdkConfigQuery, ROUTES } from '@photolift/contracts'
import { jsSdkConfigQuery } from '@photolift/contracts/schemas'
import { AuthGuard } from '../login/auth.guard.js'
import type { JsSdkService } from './js-sdk.service.js'

/** Name under which this controller gets its service; undefined where there is no service account. */
export const JS_SDK = Symbol('JsSdkService')

@Controller()
@UseGuards(AuthGuard)
export class JsSdkController {
  constructor(@Inject(JS_SDK) private readonly service: JsSdkService | undefined) {}

  @Get(ROUTES.jsSdkConfig.path)
  config(@Query({ schema: jsSdkConfigQuery }) { url }: JsSdkConfigQuery): Promise<JsSdkConfig> {
    if (this.service === undefined) throw new AppError('WEB_PAGE_UNAVAILABLE', 'OFFICIAL_APPID is not configured')
    return this.service.config(url)
  }
}

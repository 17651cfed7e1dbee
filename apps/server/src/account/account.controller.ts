import { Controller, Delete, HttpCode, Inject, UseGuards } from '@nestjs/common'
import { ROUTES } from '@photolift/contracts'
import { UserId } from '../http/request-context.js'
import { AuthGuard } from '../login/auth.guard.js'
import { AccountService } from './account.service.js'

@Controller()
@UseGuards(AuthGuard)
export class AccountController {
  constructor(@Inject(AccountService) private readonly service: AccountService) {}

  @Delete(ROUTES.deleteAccount.path)
  @HttpCode(204)
  remove(@UserId() userId: string): Promise<void> {
    return this.service.remove(userId)
  }
}

import { Body, Controller, HttpCode, Inject, Post, Req } from '@nestjs/common'
import { type LoginRequest, type LoginResponse, ROUTES } from '@photolift/contracts'
import { loginRequest } from '@photolift/contracts/schemas'
import type { FastifyRequest } from 'fastify'
import { LoginService } from './login.service.js'

@Controller()
export class LoginController {
  constructor(@Inject(LoginService) private readonly service: LoginService) {}

  @Post(ROUTES.login.path)
  @HttpCode(200)
  login(
    @Body({ schema: loginRequest }) body: LoginRequest,
    @Req() { headers }: FastifyRequest,
  ): Promise<LoginResponse> {
    return this.service.login({ loginCode: body.loginCode, webCode: body.webCode, deskCode: body.deskCode, headers })
  }
}

import { timingSafeEqual } from 'node:crypto'
import { Controller, Get, Header, Inject, NotFoundException, Req } from '@nestjs/common'
import { AppError } from '@photolift/contracts'
import type { FastifyRequest } from 'fastify'
import type { Configuration } from '../configuration/configuration.js'
import type { Metrics } from './metrics.js'
import { Readiness } from './readiness.js'

/** Names under which this controller gets its parts. */
export const METRICS = Symbol('Metrics')
export const OPERATIONS_ACCESS = Symbol('Configuration.operations')

@Controller()
export class OperationsController {
  constructor(
    @Inject(Readiness) private readonly readiness: Readiness,
    @Inject(METRICS) private readonly metrics: Metrics,
    @Inject(OPERATIONS_ACCESS) private readonly access: Configuration['operations'],
  ) {}

  /** The process answers; asks nothing else. */
  @Get('/healthz')
  health(): { status: 'ok' } {
    return { status: 'ok' }
  }

  /** Database and bucket answer too. */
  @Get('/readyz')
  async ready(): Promise<{ status: 'ok' }> {
    await this.readiness.check()
    return { status: 'ok' }
  }

  @Get('/metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  async metricsText(@Req() request: FastifyRequest): Promise<string> {
    this.allow(request)
    return this.metrics.text()
  }

  @Get('/openapi.json')
  async openapi(@Req() request: FastifyRequest): Promise<unknown> {
    this.allow(request)
    return (await import('../../openapi.json', { with: { type: 'json' } })).default
  }

  /** Not public: needs the operations token, or a service that only this machine reaches. */
  private allow(request: FastifyRequest): void {
    const { token, openWithoutToken } = this.access
    if (token === undefined) {
      if (openWithoutToken) return
      throw new NotFoundException()
    }
    const given = Buffer.from(request.headers.authorization ?? '')
    const expected = Buffer.from(`Bearer ${token}`)
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      throw new AppError('AUTH_TOKEN_INVALID', 'this route needs the operations token')
  }
}

import { createOneTimeCodes, type Database, type OneTimeCodes } from '@photolift/database'
import {
  createJsapiTickets,
  createTokenChannel,
  createWebLogin,
  createWechatTokens,
  type WechatTokens,
} from '@photolift/wechat-api'
import type { Logger } from 'pino'
import type { Clock } from '../clock.js'
import type { Configuration } from '../configuration/configuration.js'
import { createForcedRefreshGuard } from '../queries/forced-refresh-guard.js'
import { JsSdkService } from './js-sdk.service.js'
import { WebLoginService } from './web-login.service.js'

/** What the web page needs of the service; undefined where it is not configured. */
export interface WebPage {
  /** Codes of `webCode` and `deskCode`; undefined without H5_ORIGINS. */
  codes: OneTimeCodes | undefined
  login: WebLoginService | undefined
  jsSdk: JsSdkService | undefined
  /** Of the service account. All instances share one stable token, and of all of them one may force another. */
  officialTokens: WechatTokens | undefined
}

export interface WebPageFoundations {
  configuration: Configuration
  database: Database
  logger: Logger
  clock: Clock
}

export function createWebPage({ configuration, database, logger, clock }: WebPageFoundations): WebPage {
  const { origins, official } = configuration.webPage
  const codes = origins.length === 0 ? undefined : createOneTimeCodes(database)
  if (official === undefined || codes === undefined)
    return { codes, login: undefined, jsSdk: undefined, officialTokens: undefined }

  const { app } = official
  const tokens = createWechatTokens(app, {
    guard: createForcedRefreshGuard(database),
    now: clock,
    onProblem: (problem) =>
      logger.warn({ errorCode: problem.code, err: problem }, "the service account's access token"),
  })
  const officialChannel = createTokenChannel({ tokens, ...(app.baseUrl !== undefined && { baseUrl: app.baseUrl }) })
  return {
    codes,
    login: new WebLoginService({ official, origins, codes, exchange: createWebLogin(app), clock, logger }),
    jsSdk: new JsSdkService({ appid: app.appid, origins, tickets: createJsapiTickets(officialChannel, clock), clock }),
    officialTokens: tokens,
  }
}

import type { ObjectStore } from '@photolift/cos'
import { createCosObjectStore } from '@photolift/cos'
import type { Database } from '@photolift/database'
import { createWechatLogin, createWechatTokens, type WechatLogin, type WechatTokens } from '@photolift/wechat-api'
import type { Logger } from 'pino'
import { AccountService } from './account/account.service.js'
import { AuthorizeService } from './authorize/authorize.service.js'
import type { Clock } from './clock.js'
import type { Configuration } from './configuration/configuration.js'
import { ConfirmService } from './confirm/confirm.service.js'
import { GalleryService } from './gallery/gallery.service.js'
import { AddressLimit } from './limits/address-limit.js'
import { createAuthTokens } from './login/auth-tokens.js'
import { type Identify, identifyByCloudrun, identifyByCode } from './login/identify.js'
import { LoginService } from './login/login.service.js'
import { createMetrics } from './operations/metrics.js'
import { Readiness } from './operations/readiness.js'
import { PhotoStatus } from './photos/photo-status.js'
import { createPhotoView } from './photos/photo-view.js'
import { PhotosService } from './photos/photos.service.js'
import { createAccountQueries } from './queries/account-queries.js'
import { addressLeases } from './queries/address-hits.js'
import { createForcedRefreshGuard } from './queries/forced-refresh-guard.js'
import { createGalleryQueries } from './queries/gallery-queries.js'
import { createGrantQueries } from './queries/grant-queries.js'
import { createPhotoQueries } from './queries/photo-queries.js'

/** What the service stands on. */
export interface Foundations {
  configuration: Configuration
  database: Database
  logger: Logger
  clock: Clock
  /** The bucket of the configuration, unless a test brings another. */
  store?: ObjectStore
  /** WeChat, unless a test brings another. */
  exchangeLoginCode?: WechatLogin
  /** Time that a confirm call may take; CONFIRM_ANSWER_MS less a second unless a test is in a hurry. */
  confirmAnswerWithinMs?: number
  /** Time that the database may take to wake at the start; as `bringUpTables` says unless a test is in a hurry. */
  databaseAnswersWithinMs?: number
  /** Time that any call may take, whatever a database does; as `createFastifyAdapter` says unless a test is in a hurry. */
  answerWithinMs?: number
}

export type Components = ReturnType<typeof createComponents>

/** Puts the service's parts together; the only place that knows all of them. */
export function createComponents(foundations: Foundations) {
  const { configuration, database, logger, clock } = foundations
  const { bucket, storeCredential, formCredential } = configuration
  const store = foundations.store ?? createCosObjectStore(bucket, storeCredential, { formCredential })
  const accounts = createAccountQueries(database)
  const photos = createPhotoQueries(database)
  const tokens = createAuthTokens(configuration.jwtKeys, clock)
  const metrics = createMetrics()
  const view = createPhotoView(store, configuration.thumbnails)
  const status = new PhotoStatus({ database, accounts, photos, quota: configuration.quota, clock })
  const { requestsPerMinute } = configuration.limits
  return {
    tokens,
    wechatTokens: createAccessTokens(foundations),
    metrics,
    addressLimit: new AddressLimit({ requestsPerMinute, ...addressLeases(database, requestsPerMinute) }),
    readiness: new Readiness({ database, store, clock }),
    login: new LoginService({
      identify: createIdentify(foundations),
      accounts,
      tokens,
      photoMaxBytes: configuration.photoMaxBytes,
      clock,
    }),
    authorize: new AuthorizeService({
      database,
      accounts,
      grants: createGrantQueries(database),
      store,
      view,
      configuration,
      metrics,
      clock,
      logger,
    }),
    confirm: new ConfirmService({
      accounts,
      photos,
      status,
      store,
      view,
      metrics,
      clock,
      logger,
      ...(foundations.confirmAnswerWithinMs === undefined ? {} : { answerWithinMs: foundations.confirmAnswerWithinMs }),
    }),
    gallery: new GalleryService({ accounts, gallery: createGalleryQueries(database), view, clock }),
    photos: new PhotosService({ accounts, photos, status, store, view, clock }),
    account: new AccountService({ database, accounts, photos, store }),
  }
}

/**
 * For what the service asks of WeChat beside logins. All instances share one stable token, and of all of them one may force another.
 * @returns undefined under `LOGIN=cloudrun`, where the platform adds credentials by itself
 */
function createAccessTokens({ configuration, database, logger, clock }: Foundations): WechatTokens | undefined {
  const { login } = configuration
  if (login.kind === 'cloudrun') return undefined
  return createWechatTokens(login.app, {
    guard: createForcedRefreshGuard(database),
    now: clock,
    onProblem: (problem) => logger.warn({ errorCode: problem.code, err: problem }, 'access token'),
  })
}

function createIdentify({ configuration, exchangeLoginCode }: Foundations): Identify {
  const { login } = configuration
  if (login.kind === 'cloudrun') return identifyByCloudrun(login)
  return identifyByCode(login.app.appid, exchangeLoginCode ?? createWechatLogin(login.app))
}

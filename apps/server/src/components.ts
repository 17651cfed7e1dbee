import type { ObjectStore } from '@photolift/cos'
import type { Database } from '@photolift/database'
import {
  createMediaStore,
  createWechatLogin,
  createWechatTokens,
  type WechatLogin,
  type WechatTokens,
} from '@photolift/wechat-api'
import type { Logger } from 'pino'
import { AccountService } from './account/account.service.js'
import { AuthorizeService } from './authorize/authorize.service.js'
import type { Clock } from './clock.js'
import type { Configuration } from './configuration/configuration.js'
import { ConfirmService } from './confirm/confirm.service.js'
import { EditService } from './edit/edit.service.js'
import { EditReservations } from './edit/edit-reservations.js'
import { GalleryService } from './gallery/gallery.service.js'
import { MediaFetcher } from './ingest/fetch-media.js'
import { IngestService } from './ingest/ingest.service.js'
import { IngestWorker, type IngestWorkerDeps, NEAR_DEADLINE_MS } from './ingest/ingest-worker.js'
import { AddressLimit } from './limits/address-limit.js'
import { LinksService } from './links/links.service.js'
import { createAuthTokens } from './login/auth-tokens.js'
import { type Identify, identifyByCloudrun, identifyByCode, identifyByIssuedCode } from './login/identify.js'
import { LoginService } from './login/login.service.js'
import { createMetrics, type Metrics } from './operations/metrics.js'
import { Readiness } from './operations/readiness.js'
import { PartsService } from './parts/parts.service.js'
import { PhotoStatus } from './photos/photo-status.js'
import { createPhotoView } from './photos/photo-view.js'
import { PhotosService } from './photos/photos.service.js'
import { createAccountQueries } from './queries/account-queries.js'
import { addressLeases } from './queries/address-hits.js'
import { createEditQueries } from './queries/edit-queries.js'
import { createForcedRefreshGuard } from './queries/forced-refresh-guard.js'
import { createGalleryQueries } from './queries/gallery-queries.js'
import { createGrantQueries } from './queries/grant-queries.js'
import { createIngestQueries } from './queries/ingest-queries.js'
import { createLinkQueries } from './queries/link-queries.js'
import { createPhotoQueries } from './queries/photo-queries.js'
import { createThumbnailQueries } from './queries/thumbnail-queries.js'
import { createStore } from './storage/create-store.js'
import { storageName } from './storage/storage-name.js'
import { Thumbnails, type ThumbnailsDeps } from './thumbnails/thumbnails.js'
import { viewWithThumbnails } from './thumbnails/view-with-thumbnails.js'
import { createWebPage } from './web-page/create-web-page.js'

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
  /** Time that an edit may take; as `EditService` says unless a test is in a hurry. */
  editAnswerWithinMs?: number
  /** Time that an ingest call may take; as `IngestService` says unless a test is in a hurry. */
  ingestAnswerWithinMs?: number
  /** Time that a call waits for small pictures; as `Thumbnails` says unless a test has its own. */
  thumbnailsWaitMs?: number
  /** Time that the database may take to wake at the start; as `bringUpTables` says unless a test is in a hurry. */
  databaseAnswersWithinMs?: number
  /** Time that any call may take, whatever a database does; as `createFastifyAdapter` says unless a test is in a hurry. */
  answerWithinMs?: number
}

export type Components = ReturnType<typeof createComponents>

/** Puts the service's parts together; the only place that knows all of them. */
export function createComponents(foundations: Foundations) {
  const { configuration, database, logger, clock } = foundations
  const store = foundations.store ?? createStore(configuration.storage, clock)
  const accounts = createAccountQueries(database)
  const photos = createPhotoQueries(database)
  const tokens = createAuthTokens(configuration.jwtKeys, clock)
  const metrics = createMetrics()
  const plainView = createPhotoView(store, configuration.thumbnails)
  const thumbnails = createThumbnails(foundations, { accounts, photos, store })
  const view = thumbnails === undefined ? plainView : viewWithThumbnails(plainView, thumbnails)
  const status = new PhotoStatus({ database, accounts, photos, quota: configuration.quota, clock })
  const confirm = new ConfirmService({
    accounts,
    photos,
    status,
    store,
    view: plainView,
    metrics,
    clock,
    logger,
    ...(foundations.confirmAnswerWithinMs === undefined ? {} : { answerWithinMs: foundations.confirmAnswerWithinMs }),
  })
  const grants = createGrantQueries(database)
  const edits = createEditQueries(database)
  const edit = new EditService({
    accounts,
    photos,
    edits,
    reservations: new EditReservations({ database, accounts, photos, edits, quota: configuration.quota, clock }),
    store,
    view: plainView,
    photoMaxBytes: configuration.photoMaxBytes,
    clock,
    logger,
    ...(foundations.editAnswerWithinMs === undefined ? {} : { answerWithinMs: foundations.editAnswerWithinMs }),
  })
  const webPage = createWebPage(foundations)
  const ingests = createIngestQueries(database)
  const ingestWorker = createIngestWorker(foundations, {
    officialTokens: webPage.officialTokens,
    database,
    accounts,
    photos,
    grants,
    edits,
    ingests,
    store,
    quota: configuration.quota,
    clock,
    logger,
    metrics,
  })
  const { requestsPerMinute } = configuration.limits
  return {
    tokens,
    wechatTokens: createAccessTokens(foundations),
    metrics,
    webPage,
    addressLimit: new AddressLimit({ requestsPerMinute, ...addressLeases(database, requestsPerMinute) }),
    readiness: new Readiness({ database, store, clock }),
    login: new LoginService({
      identify: identifyByIssuedCode(webPage.codes, clock, createIdentify(foundations)),
      accounts,
      link: {
        database,
        accounts,
        links: createLinkQueries(database),
        store,
        appid: appidOf(configuration.login),
        storage: storageName(configuration.storage),
        logger,
      },
      tokens,
      photoMaxBytes: configuration.photoMaxBytes,
      clock,
    }),
    authorize: new AuthorizeService({
      database,
      accounts,
      grants,
      store,
      view,
      configuration,
      metrics,
      clock,
      logger,
    }),
    parts: new PartsService({ database, accounts, grants, photos, store, configuration, clock }),
    confirm,
    edit,
    ingest: new IngestService({
      official: ingestWorker && {
        worker: ingestWorker,
        claim: {
          database,
          accounts,
          ingests,
          appid: ingestWorker.appid,
          limits: configuration.limits,
          quota: configuration.quota,
          clock,
        },
      },
      accounts,
      photos,
      ingests,
      view: plainView,
      clock,
      ...(foundations.ingestAnswerWithinMs === undefined ? {} : { answerWithinMs: foundations.ingestAnswerWithinMs }),
    }),
    /** Undefined where there is no service account. */
    ingestWorker,
    links: new LinksService({ accounts, photos, store, clock }),
    gallery: new GalleryService({ accounts, gallery: createGalleryQueries(database), view, clock }),
    photos: new PhotosService({ accounts, photos, status, store, view, clock }),
    account: new AccountService({ database, accounts, photos, ingests, store }),
    /** Waits for work that outlived its answer, so that the database closes after it. */
    settled: () => Promise.all([confirm.settled(), edit.settled(), thumbnails?.settled(), ingestWorker?.stop()]),
  }
}

/** @returns undefined where there is no service account */
function createIngestWorker(
  { configuration }: Foundations,
  deps: Omit<IngestWorkerDeps, 'fetcher' | 'appid'> & {
    officialTokens: WechatTokens | undefined
    store: ObjectStore
    metrics: Metrics
  },
): (IngestWorker & { appid: string }) | undefined {
  const { webPage, photoMaxBytes } = configuration
  const { officialTokens: tokens, ingests, clock, logger, metrics, store } = deps
  if (webPage.official === undefined || tokens === undefined) return undefined
  const { appid, baseUrl } = webPage.official.app
  const media = createMediaStore({ ...(baseUrl === undefined ? {} : { baseUrl }), tokens })
  metrics.watchIngests(async () => {
    const now = clock()
    try {
      const { pending, nearDeadline, oldestCreatedAt } = await ingests.backlog(appid, now + NEAR_DEADLINE_MS)
      return { pending, nearDeadline, oldestSeconds: (now - (oldestCreatedAt ?? now)) / 1_000 }
    } catch (error) {
      // What else is counted matters most while the database is away.
      logger.warn({ step: 'ingest', err: error }, 'backlog of ingests not read')
      return undefined
    }
  })
  const fetcher = new MediaFetcher({ media, store, photoMaxBytes })
  return Object.assign(new IngestWorker({ ...deps, appid, fetcher }), { appid })
}

/** @returns undefined unless `THUMBNAILS=server` */
function createThumbnails(
  { configuration, database, logger, thumbnailsWaitMs }: Foundations,
  parts: Pick<ThumbnailsDeps, 'accounts' | 'photos' | 'store'>,
): Thumbnails | undefined {
  if (configuration.thumbnails !== 'server') return undefined
  const thumbnails = createThumbnailQueries(database)
  const deps = { database, logger, thumbnails, ...parts }
  return new Thumbnails(thumbnailsWaitMs === undefined ? deps : { ...deps, waitMs: thumbnailsWaitMs })
}

/**
 * For what the service asks of WeChat beside logins; nothing does yet. All instances share one stable token, and of all of them one may
 * force another.
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

/** Of the mini-program. */
function appidOf(login: Configuration['login']): string {
  return login.kind === 'code' ? login.app.appid : login.appid
}

function createIdentify({ configuration, exchangeLoginCode }: Foundations): Identify {
  const { login } = configuration
  if (login.kind === 'cloudrun') return identifyByCloudrun(login)
  return identifyByCode(login.app.appid, exchangeLoginCode ?? createWechatLogin(login.app))
}

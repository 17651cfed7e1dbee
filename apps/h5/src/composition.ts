import { type ApiClient, createApiClient } from '@photolift/api-client'
import type { Clock } from '@photolift/platform'
import {
  browserClock,
  browserHttpStack,
  browserImageTools,
  browserLifecycle,
  browserNetwork,
  createIndexedKeptPhotos,
  createIndexedStore,
  soleUse,
} from '@photolift/platform/browser'
import { isInWechat } from '@photolift/platform/js-sdk'
import { type Connection, createConnection } from '@photolift/screens'
import { createPhotoList, insertStoredPhotos, type PhotoList, removeDeletedTasks } from '@photolift/screens/gallery'
import { createSettingsStore, preparationFor, type SettingsStore } from '@photolift/screens/settings'
import { createUploader, type Uploader } from '@photolift/upload-engine'
import { createMediaRoute, joinRoutes } from '@photolift/upload-engine/media'
import { stripMetadata } from '@photolift/upload-engine/metadata'
import { goOnAfterLogin } from './login/go-on-after-login.js'
import { type Login, openLogin } from './login/login.js'
import { fallBackToFiles } from './pick/fall-back-to-files.js'
import { type PhotoPicker, pickFiles } from './pick/photo-picker.js'
import { releasePreviews } from './pick/release-previews.js'
import { createWechatPicker } from './pick/wechat-picker.js'

/** The service's address without a trailing slash, put in by the build; empty: the service that serves the page. */
declare const __SERVICE_URL__: string

/** Everything that outlives a screen. */
export interface Composition {
  api: ApiClient
  login: Login
  connection: Connection
  /** Straight to storage, or over WeChat's media store where the page cannot have a photo's bytes. */
  uploader: Uploader
  /** Opens a picker in the answer to a tap: the browser's, or WeChat's. */
  pick: PhotoPicker
  gallery: PhotoList
  settings: SettingsStore
  clock: Clock
  inWechat: boolean
}

export function compose(): Composition {
  // Before anything replaces it: on iOS WeChat verifies the page by it.
  const entryUrl = location.href
  const inWechat = isInWechat(navigator.userAgent)
  const serviceUrl = __SERVICE_URL__
  const login = openLogin({ serviceUrl, inWechat })
  const clock = browserClock
  const http = browserHttpStack
  const network = browserNetwork
  // What one person has on its way is not for the next one at the same desk; in WeChat there is one.
  const user = inWechat ? Promise.resolve('wechat') : login.userId
  // A second tab would take what the first is sending for left over: it keeps nothing, and says so.
  const own = user.then(soleUse)
  const store = createIndexedStore(own.then((name) => `photolift-journal-${name}`))
  const settings = createSettingsStore(createIndexedStore(user.then((name) => `photolift-settings-${name}`)))

  const api = createApiClient({
    baseUrl: serviceUrl,
    http,
    clock,
    network,
    loginCode: () =>
      login.loginCode().catch((error) => {
        connection.lost(error)
        throw error
      }),
    loginKeeper: login.keeper,
  })
  const connection = createConnection({ api, clock, network })
  const gallery = createPhotoList({ service: api, serverNow: connection.serverNow })
  const shared = {
    service: { ...api, deletePhoto: gallery.deletePhoto },
    clock,
    network,
    lifecycle: browserLifecycle,
    store,
  }
  const direct = createUploader({
    ...shared,
    http,
    keptPhotos: createIndexedKeptPhotos(own.then((name) => `photolift-photos-${name}`)),
    imageTools: browserImageTools,
    stripMetadata,
    preparation: () => preparationFor(settings.get()),
    onLeftoverStored: (photo) => gallery.insert([photo]),
  })
  const uploader = inWechat ? joinRoutes({ direct, media: createMediaRoute(shared), clock }) : direct
  addEventListener('beforeunload', (event) => {
    // On the way to WeChat the door has said what it costs. Older browsers know no other way to ask than this value.
    if (uploader.snapshot().unkeptCount > 0 && !login.isLeaving()) event.returnValue = true
  })
  releasePreviews(uploader)
  insertStoredPhotos({ uploader, gallery })
  removeDeletedTasks({ uploader, gallery })
  goOnAfterLogin({ uploader, connection })

  const pick = inWechat
    ? fallBackToFiles({ wechat: createWechatPicker({ sign: api.jsSdkConfig, clock, entryUrl }), files: pickFiles })
    : pickFiles

  return { api, login, connection, uploader, pick, gallery, settings, clock, inWechat }
}

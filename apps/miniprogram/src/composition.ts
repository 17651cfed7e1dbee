import { type ApiClient, createApiClient } from '@photolift/api-client'
import type { Clock } from '@photolift/platform'
import {
  createWechatImageTools,
  createWechatKeptPhotos,
  createWechatLifecycle,
  createWechatNetwork,
  createWechatStore,
  wechatClock,
} from '@photolift/platform/wechat'
import { type Connection, createConnection } from '@photolift/screens'
import { createPhotoList, insertStoredPhotos, type PhotoList, removeDeletedTasks } from '@photolift/screens/gallery'
import { createSettingsStore, preparationFor, type SettingsStore, useMobileData } from '@photolift/screens/settings'
import { createUploader, type Uploader } from '@photolift/upload-engine'
import { stripMetadata } from '@photolift/upload-engine/metadata'
import { openServiceChannel } from './service-channel.js'

/** Everything that outlives a page. Pages import it and delegate. */
export interface Composition {
  api: ApiClient
  connection: Connection
  uploader: Uploader
  gallery: PhotoList
  settings: SettingsStore
  clock: Clock
}

export const composition: Composition = compose()

function compose(): Composition {
  const clock = wechatClock
  const { baseUrl, http, loginCode } = openServiceChannel()
  const store = createWechatStore(wx)
  const network = createWechatNetwork(wx)
  const lifecycle = createWechatLifecycle(wx)
  const settings = createSettingsStore(store)

  const api = createApiClient({ baseUrl, http, clock, network, loginCode })
  const connection = createConnection({ api, clock, network })
  const gallery = createPhotoList({ service: api, serverNow: connection.serverNow })
  const service = { ...api, deletePhoto: gallery.deletePhoto }
  const uploader = createUploader({
    service,
    http,
    clock,
    network,
    lifecycle,
    store,
    keptPhotos: createWechatKeptPhotos(wx),
    imageTools: createWechatImageTools(wx),
    stripMetadata,
    preparation: () => preparationFor(settings.get()),
    onLeftoverStored: (photo) => gallery.insert([photo]),
  })
  insertStoredPhotos({ uploader, gallery })
  removeDeletedTasks({ uploader, gallery })
  useMobileData({ uploader, settings })

  return { api, connection, uploader, gallery, settings, clock }
}

import type { ApiClient } from '@photolift/api-client'
import type { Clock, KeyValueStore, Lifecycle, Network } from '@photolift/platform'
import type { Uploader } from '@photolift/upload-engine'
import type { SettingsStore } from './settings.js'

/** Everything that outlives a page. Pages import it and delegate. */
export interface Composition {
  api: ApiClient
  uploader: Uploader
  settings: SettingsStore
  clock: Clock
  network: Network
  lifecycle: Lifecycle
  store: KeyValueStore
}

export declare const composition: Composition

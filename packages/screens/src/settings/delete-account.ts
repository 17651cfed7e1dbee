import type { ApiClient } from '@photolift/api-client'
import type { Uploader } from '@photolift/upload-engine'
import type { Connection } from '../connection.js'
import type { PhotoList } from '../gallery/photo-list.js'
import { DEFAULT_SETTINGS, type SettingsStore } from './settings.js'

/**
 * Deletes the account with all its photos, then everything that this phone remembers of it.
 *
 * Uploads stand still meanwhile: one that went on would log in again and begin a new account with the next photo.
 * @throws AppError where the service refuses or does not answer; then all is as before
 */
export async function deleteAccount({
  api,
  connection,
  uploader,
  gallery,
  settings,
}: {
  api: Pick<ApiClient, 'deleteAccount'>
  connection: Pick<Connection, 'leave'>
  uploader: Pick<Uploader, 'snapshot' | 'pause' | 'resume' | 'cancel' | 'clearReady' | 'discardLeftovers'>
  gallery: Pick<PhotoList, 'clear'>
  settings: Pick<SettingsStore, 'set'>
}): Promise<void> {
  const wasPaused = uploader.snapshot().paused
  uploader.pause()
  try {
    await api.deleteAccount()
  } catch (error) {
    if (!wasPaused) uploader.resume()
    throw error
  }
  connection.leave()
  // What the account had is gone with it; to give back each photo would begin a new account.
  uploader.cancel({ tellService: false })
  uploader.discardLeftovers({ tellService: false })
  uploader.clearReady()
  uploader.resume()
  gallery.clear()
  await settings.set(DEFAULT_SETTINGS).catch(() => {
    // Safe to ignore: they hold already, and a phone that is too full to keep them must not say that the account is still there.
  })
}

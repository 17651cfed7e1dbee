import type { Clock } from '@photolift/platform'
import type { PickedPhoto } from '../picked-photo.js'
import { createPublisher } from '../publisher.js'
import type { Uploader, UploaderSnapshot } from '../uploader.js'
import type { MediaRoute } from './create-media-route.js'
import type { MediaPhoto } from './media-entry.js'

/** Both ways as one {@link Uploader}, so that a screen shows one list. */
export interface JoinedUploader extends Omit<Uploader, 'add'> {
  /** As {@link Uploader.add}; photos that can be handed over to WeChat, and no others, go over it. A pick is of one kind. */
  add(photos: PickedPhoto[] | MediaPhoto[], options?: { hold?: boolean }): string
}

export function joinRoutes({
  direct,
  media,
  clock,
}: {
  direct: Uploader
  media: MediaRoute
  clock: Clock
}): JoinedUploader {
  const publisher = createPublisher(clock, snapshot)
  let shownPercent = 0
  direct.subscribe(publisher.changed)
  media.subscribe(publisher.changed)

  function both(act: (route: Omit<MediaRoute, 'add' | 'subscribe' | 'snapshot'>) => void): void {
    act(direct)
    act(media)
  }

  function snapshot(): UploaderSnapshot {
    const one = direct.snapshot()
    const other = media.snapshot()
    if (other.tasks.length === 0) {
      shownPercent = one.overall.percent
      return { ...one, unkeptCount: one.unkeptCount + other.unkeptCount }
    }
    const readyCount = other.tasks.filter(({ state }) => state === 'ready').length
    const endedCount = other.tasks.filter(({ state }) => state === 'failed' || state === 'refused').length
    const byteLength = other.tasks.reduce((sum, task) => sum + task.byteLength, 0)
    const { overall } = one
    const photoCount = overall.photoCount + other.tasks.length
    const areAllStored = overall.readyCount + readyCount === photoCount
    const mean = (overall.percent * overall.photoCount + other.percent * other.tasks.length) / photoCount
    // What was said is not taken back while photos are added.
    shownPercent = areAllStored
      ? 100
      : Math.max(shownPercent === 100 ? 0 : shownPercent, Math.min(99, Math.floor(mean)))
    return {
      ...one,
      tasks: [...one.tasks, ...other.tasks],
      overall: {
        photoCount,
        readyCount: overall.readyCount + readyCount,
        failedCount: overall.failedCount + endedCount,
        byteLength: overall.byteLength + byteLength,
        bytesSent: overall.bytesSent + byteLength,
        percent: shownPercent,
        // WeChat tells no bytes, so nobody can say how long the rest takes.
        secondsLeft: readyCount + endedCount === other.tasks.length ? overall.secondsLeft : null,
      },
      paused: one.paused || other.paused,
      waitingUntil: one.waitingUntil ?? other.waitingUntil,
      waitingFor: one.waitingFor ?? other.waitingFor,
      unkeptCount: one.unkeptCount + other.unkeptCount,
    }
  }

  return {
    ...direct,
    add: (photos, options) => (areMediaPhotos(photos) ? media.add(photos, options) : direct.add(photos, options)),
    subscribe: publisher.subscribe,
    snapshot,
    // Each of the two ignores an id that is not its own.
    start: () => both((route) => route.start()),
    move: (taskId, toPosition) => both((route) => route.move(taskId, toPosition)),
    retry: (taskId) => both((route) => route.retry(taskId)),
    retryFailed: () => both((route) => route.retryFailed()),
    pause: (taskId) => both((route) => route.pause(taskId)),
    resume: (taskId) => both((route) => route.resume(taskId)),
    cancel(options) {
      shownPercent = 0
      both((route) => route.cancel(options))
    },
    async remove(taskId) {
      await Promise.all([direct.remove(taskId), media.remove(taskId)])
    },
    removeFailed: () => both((route) => route.removeFailed()),
    clearReady: () => both((route) => route.clearReady()),
    tryNow: () => both((route) => route.tryNow()),
  }
}

function areMediaPhotos(photos: PickedPhoto[] | MediaPhoto[]): photos is MediaPhoto[] {
  return photos.some((photo) => 'handOver' in photo)
}

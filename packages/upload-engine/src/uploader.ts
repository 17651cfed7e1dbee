import type { Photo } from '@photolift/contracts'
import type { Clock, HttpStack, ImageTools, KeptPhotos, KeyValueStore, Lifecycle, Network } from '@photolift/platform'
import type { MobileDataAnswer, MobileDataQuestion } from './mobile-data.js'
import type { PickedPhoto } from './picked-photo.js'
import type { Preparation, StripMetadata } from './preparation.js'
import type { OverallProgress } from './progress.js'
import type { PhotoTask } from './task.js'
import type { UploadService } from './upload-service.js'

export interface UploadDeps {
  service: UploadService
  http: HttpStack
  clock: Clock
  network: Network
  lifecycle: Lifecycle
  /** For the journal, from which a later run of the app goes on. */
  store: KeyValueStore
  /** Where picked files outlive the app. Without it a kill loses what was not sent. */
  keptPhotos?: KeptPhotos
  /** Without them originals are sent. */
  imageTools?: ImageTools
  /** From `@photolift/upload-engine/metadata`; without it a photo that shall lose metadata is not sent. */
  stripMetadata?: StripMetadata
  /** What is done to a photo before it is sent; asked anew for each. Default: nothing. */
  preparation?: () => Preparation
  /** `[0, 1)`; jitter and ids. Default `Math.random`. */
  random?: () => number
  /** Hears of each photo that an earlier run of the app had sent and that is stored now; it is in no list of tasks. */
  onLeftoverStored?: (photo: Photo) => void
}

export interface UploaderOptions {
  /**
   * Transfers at once, at most; how many it takes, 1 or more, the engine finds by itself. Default 6: a mini-program has 10
   * requests in all, and the gallery and the service need some.
   */
  maxParallelUploads?: number
  /** Tries of one photo before it is `failed`. Default 5. */
  maxTries?: number
  /** Where Wi-Fi gives way to mobile data and more than this remains to be sent, the person is asked. Default 10 000 000. */
  mobileDataAskBytes?: number
}

export interface UploaderSnapshot {
  /** In picked order. */
  readonly tasks: readonly PhotoTask[]
  readonly overall: OverallProgress
  readonly paused: boolean
  readonly online: boolean
  /** Set while the service cannot be reached or has said "slow down": when it is tried again, on this device's clock. */
  readonly waitingUntil: number | null
  readonly waitingFor: 'service' | 'rate-limit' | 'wifi' | null
  /** What the person has to decide; transfers do not begin meanwhile. */
  readonly question: MobileDataQuestion | null
  /** What an earlier run of the app has left, until the person takes it up or drops it; null where nothing is left. */
  readonly resumable: Resumable | null
  /** Photos on their way that no kill may hit: there was no room to keep their files, or to write them down. */
  readonly unkeptCount: number
}

/** Photos that can go on without being picked again: {@link Uploader.resumeLeftovers}, {@link Uploader.discardLeftovers}. */
export interface Resumable {
  readonly photoCount: number
  readonly byteLength: number
  /** In picked order, those whose files are there; the others will say that they have to be picked again. */
  readonly photos: readonly ResumablePhoto[]
}

export interface ResumablePhoto {
  readonly taskId: string
  /** The kept file. */
  readonly localUrl: string
  readonly byteLength: number
}

/** Takes picked photos to stored photos. One object for the whole app; it outlives pages. */
export interface Uploader {
  /**
   * Adds the photos of one pick, in order, and starts on them, or holds them until {@link start} (先排好再传).
   * @returns the pick's id
   */
  add(photos: PickedPhoto[], options?: { hold?: boolean }): string
  /** Lets held photos go, in the order that they have now, as one pick. */
  start(): void
  /** Moves a held photo to another place among the held ones, counted from 0. */
  move(taskId: string, toPosition: number): void
  /** Gives the current snapshot at once, then after changes, at most every 100 ms. @returns a function that stops it */
  subscribe(listener: (snapshot: UploaderSnapshot) => void): () => void
  snapshot(): UploaderSnapshot
  /** Tries a failed photo again, with all its tries. */
  retry(taskId: string): void
  retryFailed(): void
  /** Stops one photo, or all of them and those that are still to come. A photo whose bytes are out goes on. */
  pause(taskId?: string): void
  /** Goes on with one paused photo, or with all. */
  resume(taskId?: string): void
  /** Answers the {@link UploaderSnapshot.question}, once for all that is under way; `continue` also ends a wait for Wi-Fi. */
  answerMobileData(answer: MobileDataAnswer): void
  /**
   * Stops everything that is not stored, and forgets it; stored ones stay in the list.
   * @param options `tellService: false` where the service has forgotten these photos already; default true, so that their
   * quota is free at once
   */
  cancel(options?: { tellService?: boolean }): void
  /**
   * Takes one photo out: cancels it mid-way, or, when it is stored, deletes it from the service first.
   * @throws AppError where the service did not delete a stored one; it stays in the list
   */
  remove(taskId: string): Promise<void>
  /** Takes all failed and refused ones out. */
  removeFailed(): void
  /** Forgets stored ones (they stay in the gallery). */
  clearReady(): void
  /** Takes what an earlier run has left into the list, under its old ids, and goes on with it (继续上传). */
  resumeLeftovers(): void
  /**
   * Forgets what an earlier run has left, with its files (不传了).
   * @param options as for {@link cancel}
   */
  discardLeftovers(options?: { tellService?: boolean }): void
  /** Tries at once what waits for network, service or rate limit. */
  tryNow(): void
}

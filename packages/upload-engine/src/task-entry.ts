import type { AppError, Photo } from '@photolift/contracts'
import { type CancelSource, createCancelSource, type PhotoSource } from '@photolift/platform'
import type { PhotoRecord } from './photo-record.js'
import type { PickedPhoto } from './picked-photo.js'
import type { PhotoTask, TaskState } from './task.js'
import { nextState, type TaskEvent } from './task-machine.js'

/** The engine's own side of a {@link PhotoTask}. */
export class TaskEntry {
  readonly record: PhotoRecord
  state: TaskState
  pickId: string
  position: number
  bytesSent = 0
  error: AppError | undefined
  photo: Photo | undefined
  /** The run that works on it now, or the last one. */
  run: CancelSource = createCancelSource()
  /** Taken out of the list; nothing that still arrives for it counts. */
  removed = false
  /** Under which its file is kept, or will be. */
  file: string
  /** The bytes of that file: as picked, or what was made of it. */
  fileSource: PhotoSource
  /** There was no room to keep it. */
  isUnkept = false
  /** Its place among all that an earlier run of the app has left; beyond them where it was picked in this run. */
  formerPlace = Number.POSITIVE_INFINITY
  /** Bytes of the transfer under way, which may be below `bytesSent` when it is not the first. */
  private transferBytes = 0
  private movedAt = 0
  private lastView: PhotoTask | undefined

  constructor(
    readonly picked: PickedPhoto,
    identity: { taskId: string; pickId: string; position: number; file?: string; state: 'held' | 'preparing' },
  ) {
    this.record = { taskId: identity.taskId, begunCount: 0, tries: 0 }
    this.pickId = identity.pickId
    this.position = identity.position
    this.state = identity.state
    this.fileSource = picked.source
    this.file = identity.file ?? `${identity.taskId}${extensionOf(picked)}`
  }

  /** Nothing more will be done with it: stored, refused or taken out. */
  get isOver(): boolean {
    return this.removed || this.state === 'ready' || this.state === 'refused'
  }

  /** Of what is sent, once it is known. */
  get byteLength(): number {
    return (this.record.prepared ?? this.picked).source.byteLength
  }

  /** @returns whether the state is another one now */
  apply(event: TaskEvent, now: number): boolean {
    const before = this.state
    this.state = nextState(before, event)
    if (event === 'sending') {
      this.transferBytes = 0
      this.movedAt = now
    }
    if (event === 'sent') this.bytesSent = this.byteLength
    return this.state !== before
  }

  reportBytes(bytesSent: number, now: number): void {
    if (bytesSent > this.transferBytes) {
      this.transferBytes = bytesSent
      this.movedAt = now
    }
    this.bytesSent = Math.max(this.bytesSent, Math.min(bytesSent, this.byteLength))
  }

  isStalled(now: number): boolean {
    return this.state === 'uploading' && now - this.movedAt >= this.stalledAfterMs()
  }

  /** A part is not heard of before all of it is out. */
  private stalledAfterMs(): number {
    const { grant } = this.record
    return STALLED_AFTER_MS + (grant?.kind === 'multipart' ? grant.partByteLength / SLOW_BYTES_PER_MS : 0)
  }

  /** The same object as long as nothing that it shows has changed. */
  view(now: number): PhotoTask {
    const view = this.draw(now)
    if (this.lastView === undefined || !sameFields(this.lastView, view)) this.lastView = view
    return this.lastView
  }

  private draw(now: number): PhotoTask {
    const { picked, state, byteLength, bytesSent, error, photo } = this
    return {
      taskId: this.record.taskId,
      pickId: this.pickId,
      position: this.position,
      state,
      ...(picked.name === undefined ? {} : { name: picked.name }),
      // A kept file goes as soon as the photo is stored.
      localUrl: (this.formerPlace < Number.POSITIVE_INFINITY && photo?.thumbnailUrl) || picked.localUrl,
      byteLength,
      bytesSent,
      percent:
        state === 'ready' ? 100 : byteLength === 0 ? 0 : Math.min(99, Math.floor((100 * bytesSent) / byteLength)),
      stalled: this.isStalled(now),
      ...(error !== undefined && (state === 'failed' || state === 'refused') ? { errorCode: error.code } : {}),
      ...(photo === undefined ? {} : { photo, alreadyStored: bytesSent === 0 }),
    }
  }
}

/** Some platforms show a picture by its file's extension only. */
function extensionOf({ name, localUrl }: PickedPhoto): string {
  return /\.[a-z0-9]{1,5}$/i.exec(name ?? localUrl)?.[0].toLowerCase() ?? ''
}

const STALLED_AFTER_MS = 8_000
/** 32 KB/s: a slow link that works. */
const SLOW_BYTES_PER_MS = 32

function sameFields(a: PhotoTask, b: PhotoTask): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof PhotoTask>
  return [...names].every((name) => a[name] === b[name])
}

import type { AppError, Photo } from '@photolift/contracts'
import type { PhotoTask, TaskState } from '../task.js'
import { nextState, type TaskEvent } from '../task-machine.js'

/** A photo whose bytes the page cannot have. */
export interface MediaPhoto {
  /** Gives it to WeChat's media store; one at a time. @returns its media id @throws AppError */
  handOver(): Promise<string>
  name?: string
  /** Something the app can show at once; empty where it cannot. */
  localUrl: string
}

/** What outlives the page: WeChat has the picture, and the service can fetch it for three days from when it got it. */
export interface MediaRecord {
  taskId: string
  pickId: string
  position: number
  mediaId: string
  /** Once the service has answered. */
  ingestId?: string
  /** Taken out while the service was fetching it: to be deleted once it is stored. */
  unwanted?: true
}

/** The media route's own side of a {@link PhotoTask}. */
export class MediaEntry {
  mediaId: string | undefined
  ingestId: string | undefined
  photo: Photo | undefined
  error: AppError | undefined
  tries = 0
  /** Taken out of the list. */
  removed = false
  private lastView: PhotoTask | undefined

  constructor(
    readonly taskId: string,
    public pickId: string,
    public position: number,
    public state: TaskState,
    /** Absent after a reload: the page that could give it to WeChat is gone. */
    readonly picked: MediaPhoto | undefined,
  ) {}

  static from({ taskId, pickId, position, mediaId, ingestId, unwanted }: MediaRecord): MediaEntry {
    const entry = new MediaEntry(taskId, pickId, position, 'confirming', undefined)
    entry.mediaId = mediaId
    entry.ingestId = ingestId
    entry.removed = unwanted === true
    return entry
  }

  get isOver(): boolean {
    return this.state === 'ready' || this.state === 'refused'
  }

  /** Of two equal ways, to WeChat and from there to storage, how many lie behind it. */
  get waysDone(): 0 | 1 | 2 {
    if (this.state === 'ready') return 2
    return this.mediaId === undefined ? 0 : 1
  }

  record(): MediaRecord | undefined {
    if (this.mediaId === undefined || this.isOver) return undefined
    const { taskId, pickId, position, mediaId, ingestId, removed } = this
    return {
      taskId,
      pickId,
      position,
      mediaId,
      ...(ingestId === undefined ? {} : { ingestId }),
      ...(removed ? { unwanted: true } : {}),
    }
  }

  /** @returns whether the state is another one now */
  apply(event: TaskEvent): boolean {
    const before = this.state
    this.state = nextState(before, event)
    this.lastView = undefined
    return this.state !== before
  }

  /** The same object as long as nothing has changed. WeChat tells neither lengths nor bytes on their way. */
  view(): PhotoTask {
    this.lastView ??= this.draw()
    return this.lastView
  }

  private draw(): PhotoTask {
    const { taskId, pickId, position, state, picked, photo, error } = this
    const byteLength = photo?.byteLength ?? 0
    return {
      taskId,
      pickId,
      position,
      state,
      ...(picked?.name === undefined ? {} : { name: picked.name }),
      localUrl: picked?.localUrl || photo?.thumbnailUrl || '',
      byteLength,
      bytesSent: byteLength,
      percent: this.waysDone * 50,
      stalled: false,
      ...(error !== undefined && (state === 'failed' || state === 'refused') ? { errorCode: error.code } : {}),
      ...(photo === undefined ? {} : { photo, alreadyStored: false }),
    }
  }
}

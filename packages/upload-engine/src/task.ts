import type { ErrorCode, Photo } from '@photolift/contracts'

/**
 * Where one photo stands.
 *
 * `held`: waits to be put in order (先排好再传) · `preparing`: being read, or waiting for that · `waiting`: prepared, waits for a
 * grant or a free transfer · `uploading` · `confirming`: all bytes are out, the service checks them · `ready`: stored ·
 * `paused`: by the person · `failed`: can be retried · `refused`: cannot; needs another choice.
 */
export type TaskState =
  | 'held'
  | 'preparing'
  | 'waiting'
  | 'uploading'
  | 'confirming'
  | 'ready'
  | 'paused'
  | 'failed'
  | 'refused'

/** One photo on its way, as a screen shows it. A new object whenever something changed. */
export interface PhotoTask {
  readonly taskId: string
  readonly pickId: string
  readonly position: number
  readonly state: TaskState
  readonly name?: string
  /** What the picker gave, so that the app can show a local picture (a temporary path, an object URL). */
  readonly localUrl: string
  readonly byteLength: number
  /** Photo bytes known to be out; never falls, over retries too. */
  readonly bytesSent: number
  /** 0–100, whole; at most 99 until `ready`. */
  readonly percent: number
  /** No byte moved for 8 s while `uploading`. */
  readonly stalled: boolean
  /** Why, while `failed` or `refused`. */
  readonly errorCode?: ErrorCode
  /** While `ready`. */
  readonly photo?: Photo
  /** While `ready`: the service had it already, nothing was sent. */
  readonly alreadyStored?: boolean
}

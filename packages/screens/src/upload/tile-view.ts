import type { PhotoTask, UploaderSnapshot } from '@photolift/upload-engine'
import type { UploadText } from '../text/upload.js'
import { shortReason } from './failure-reason.js'

/** One photo as `photo-tile` shows it. */
export interface TileView {
  taskId: string
  /** The picture on the phone. */
  src: string
  /** Read aloud. */
  label: string
  /** Per cent of the height that has not arrived, from the top; 0 is full colour. */
  veil: number
  pill: 'none' | 'quiet' | 'dark' | 'bad'
  icon: 'none' | 'ring' | 'pause' | 'cloud-off' | 'wifi' | 'bad'
  /** In the pill. */
  words: string
  /** Per cent of the bar in the pill; -1 is no bar. */
  bar: number
  /** Stored, seen by the service. */
  tick: boolean
  grey: boolean
  retry: boolean
  /** Waits to be put in order. */
  held: boolean
  /** Read aloud for the × of a photo that can still be taken out; empty where there is none. */
  removeLabel: string
}

export interface TileContext {
  text: UploadText
  /** Why what is not under way does not begin; null where nothing is in its way. */
  hold: 'offline' | 'question' | 'wifi' | null
  /** Of one photo, from login. */
  photoMaxBytes: number
}

/** At most two things turn at once. */
const RINGS = 2

export function toTileViews(snapshot: UploaderSnapshot, context: Omit<TileContext, 'hold'>): TileView[] {
  let ringsLeft = RINGS
  const hold = holdOf(snapshot)
  return snapshot.tasks.map((task, index) => {
    const tile = toTileView(task, index, { ...context, hold })
    if (tile.icon !== 'ring') return tile
    ringsLeft -= 1
    return ringsLeft < 0 ? { ...tile, icon: 'none' } : tile
  })
}

/** @param index the photo's place, from 0 */
export function toTileView(task: PhotoTask, index: number, context: TileContext): TileView {
  const { text } = context
  const look = lookOf(task, context)
  return {
    taskId: task.taskId,
    src: task.localUrl,
    veil: 0,
    pill: 'none',
    icon: 'none',
    words: '',
    bar: -1,
    tick: false,
    grey: false,
    retry: false,
    held: task.state === 'held',
    ...look,
    label: text.tile.position(index + 1, look.label),
    removeLabel: task.state === 'ready' || task.state === 'confirming' ? '' : text.tile.remove(index + 1),
  }
}

function lookOf(task: PhotoTask, context: TileContext): Partial<TileView> & { label: string } {
  const { text, hold } = context
  const { tile } = text
  const veil = 100 - task.percent
  switch (task.state) {
    case 'held':
      return { label: tile.held }
    case 'preparing':
      // What is accepted comes with the login, which needs a network too.
      if (hold === 'offline') return onHold(task, 'cloud-off', tile.offline)
      return { label: tile.preparing, veil, pill: 'quiet', icon: 'ring', words: tile.preparing }
    case 'waiting':
      if (hold === 'offline') return onHold(task, 'cloud-off', tile.offline)
      if (hold === 'wifi') return onHold(task, 'wifi', tile.wifi)
      if (hold === 'question') return onHold(task, 'pause', tile.paused)
      return { label: tile.waiting, veil, pill: 'quiet', words: tile.waiting }
    case 'uploading':
      if (hold === 'offline') return onHold(task, 'cloud-off', tile.offline)
      return task.stalled
        ? { label: tile.stalled, veil, pill: 'dark', words: tile.stalled, bar: task.percent }
        : { label: tile.uploading(task.percent), veil, pill: 'dark', words: `${task.percent}%`, bar: task.percent }
    case 'confirming':
      return { label: tile.confirming, pill: 'dark', icon: 'ring', words: tile.confirming }
    case 'ready':
      return task.alreadyStored
        ? { label: tile.alreadyStored, tick: true, pill: 'quiet', words: tile.alreadyStored }
        : { label: tile.saved, tick: true }
    case 'paused':
      return onHold(task, 'pause', tile.paused)
    case 'failed':
    case 'refused': {
      const reason = shortReason(task, context)
      return {
        label: tile[task.state](reason),
        veil: 100,
        pill: 'bad',
        icon: 'bad',
        words: reason,
        grey: true,
        retry: task.state === 'failed',
      }
    }
  }
}

function holdOf({ online, question, waitingFor }: UploaderSnapshot): TileContext['hold'] {
  if (!online) return 'offline'
  if (question !== null) return 'question'
  return waitingFor === 'wifi' ? 'wifi' : null
}

function onHold(task: PhotoTask, icon: TileView['icon'], words: string): Partial<TileView> & { label: string } {
  const veil = 100 - task.percent
  return task.percent > 0
    ? { label: words, veil, pill: 'dark', icon, bar: task.percent }
    : { label: words, veil, pill: 'quiet', words }
}

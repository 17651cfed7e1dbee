import type { UploaderSnapshot } from '@photolift/upload-engine'
import { formatByteSize, toByteSize } from '../text/byte-size.js'
import type { UploadText } from '../text/upload.js'
import { type ReasonContext, reasonSentence } from './failure-reason.js'
import type { UploadPhase } from './phase.js'
import { countTasks } from './task-counts.js'

/** All photos together, as `upload-panel` shows them. */
export interface PanelView {
  title: string
  icon: 'none' | 'alert' | 'cloud-off' | 'cloud-alert' | 'cloud-check' | 'pause' | 'clock' | 'signal' | 'wifi'
  tone: 'none' | 'brand' | 'mute' | 'warn' | 'fail'
  /** Beside the title: how many failed while others go on; empty when none did. */
  chip: string
  /** 0–100. */
  percent: number
  /** Empty where a number would say nothing. */
  percentText: string
  /** The number is in the brand's colour, as bytes move. */
  moving: boolean
  /** The bar is grey: nothing moves, and not all is stored. */
  resting: boolean
  /** The note begins with this number, in a stronger colour. */
  strong: string
  note: string
  rightNote: string
  /** Pictures of photos that wait for an answer; empty else. */
  pictures: string[]
  /** How many more there are, as `+9`; empty where all are shown. */
  morePictures: string
  /** What the person should mind while it is so; empty else. */
  warning: string
}

/** Pictures that fit beside one another, the count of the others among them. */
const PICTURES = 6

export interface PanelContext extends ReasonContext {
  phase: UploadPhase
  /** As {@link RemainingTime} says it. */
  timeLeft: string
  /** What the whole took; null where that says nothing. */
  secondsTaken: number | null
  /** Until the next try, while `rate-limited`. */
  secondsUntilNextTry: number
}

export function toPanelView(snapshot: UploaderSnapshot, context: PanelContext): PanelView {
  const { percent } = snapshot.overall
  const about = aboutPhase(snapshot, context)
  return {
    icon: 'none',
    tone: 'none',
    chip: '',
    percent,
    percentText: `${percent}%`,
    moving: false,
    resting: true,
    strong: '',
    note: '',
    rightNote: '',
    pictures: [],
    morePictures: '',
    warning: snapshot.unkeptCount === 0 ? '' : context.text.unkept(snapshot.unkeptCount),
    ...about,
  }
}

function aboutPhase(snapshot: UploaderSnapshot, context: PanelContext): Partial<PanelView> & { title: string } {
  const { text, phase } = context
  const counts = countTasks(snapshot.tasks)
  const notSaved = counts.failed + counts.refused
  const sent = sentNote(snapshot, text)
  const chip = notSaved > 0 ? text.failedChip(notSaved) : ''

  switch (phase) {
    case 'empty':
      return { title: '' }
    case 'leftovers':
      return aboutLeftovers(snapshot.resumable, text)
    case 'arranging':
      return { title: text.arranging(counts.held), percentText: '', note: text.arrangingNote }
    case 'preparing':
      return {
        title: text.preparing(counts.active),
        chip,
        moving: true,
        resting: false,
        note: text.prepared(counts.active - counts.preparing, counts.active),
        rightNote: text.timeLeft.estimating,
      }
    case 'uploading':
      return {
        title: text.uploading(counts.all - counts.held),
        chip,
        moving: true,
        resting: false,
        ...sent,
        rightNote: context.timeLeft,
      }
    case 'paused':
      return { title: text.paused, icon: 'pause', tone: 'mute', ...sent, rightNote: text.photosLeft(counts.active) }
    case 'offline':
      return { title: text.offline, icon: 'cloud-off', tone: 'warn', ...sent, rightNote: text.offlineNote }
    case 'mobile-data':
      return { title: text.onMobileData, icon: 'signal', tone: 'warn', ...sent, rightNote: text.awaitsYou }
    case 'wifi':
      return { title: text.waitsForWifi, icon: 'wifi', tone: 'warn', ...sent, rightNote: text.waitsForWifiNote }
    case 'service-unreachable':
      return { title: text.unreachable, icon: 'cloud-alert', tone: 'warn', ...sent, rightNote: text.unreachableNote }
    case 'rate-limited':
      return {
        title: text.tooFast,
        icon: 'clock',
        tone: 'warn',
        ...sent,
        rightNote: text.continuesIn(context.secondsUntilNextTry),
      }
    case 'failed':
      return {
        title: text.someFailed(counts.saved, notSaved),
        icon: 'alert',
        tone: 'fail',
        note: failedNote(snapshot, context),
      }
    case 'done':
      return {
        title: text.allSaved(counts.all),
        icon: 'cloud-check',
        tone: 'brand',
        resting: false,
        note: text.allSavedNote(formatByteSize(snapshot.overall.byteLength), context.secondsTaken),
        rightNote: text.checkedEach,
      }
  }
}

function aboutLeftovers(
  resumable: UploaderSnapshot['resumable'],
  text: UploadText,
): Partial<PanelView> & { title: string } {
  const { photoCount = 0, byteLength = 0, photos = [] } = resumable ?? {}
  const shownCount = photoCount > PICTURES ? PICTURES - 1 : photoCount
  return {
    title: text.leftovers(photoCount),
    icon: 'clock',
    tone: 'brand',
    percentText: '',
    note: text.bytesLeft(formatByteSize(byteLength)),
    pictures: photos.slice(0, shownCount).map(({ localUrl }) => localUrl),
    morePictures: photoCount > shownCount ? `+${photoCount - shownCount}` : '',
  }
}

function sentNote({ overall }: UploaderSnapshot, text: UploadText): Pick<PanelView, 'strong' | 'note'> {
  const saved = overall.readyCount > 0 ? ` · ${text.saved(overall.readyCount)}` : ''
  return {
    strong: toByteSize(overall.bytesSent, overall.byteLength).number,
    note: `${text.sentOf(formatByteSize(overall.byteLength))}${saved}`,
  }
}

/** One failure says why; of several, the tiles do. */
function failedNote({ tasks }: UploaderSnapshot, context: PanelContext): string {
  const { text } = context
  const failed = tasks.filter(({ state }) => state === 'failed')
  const refused = tasks.filter(({ state }) => state === 'refused')
  const only = failed.length + refused.length === 1 ? (failed[0] ?? refused[0]) : undefined
  if (only?.state === 'refused') return reasonSentence(only, context)
  if (only !== undefined) return text.failedReason(reasonSentence(only, context).replace(/[。.]$/, ''))
  return failed.length > 0 ? text.failedNote : text.refusedNote
}

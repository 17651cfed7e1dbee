import type { UploaderSnapshot } from '@photolift/upload-engine'
import { countTasks } from './task-counts.js'

/** What the page as a whole is about; the panel and the bottom bar follow from it. */
export type UploadPhase =
  | 'empty'
  | 'leftovers'
  | 'arranging'
  | 'preparing'
  | 'uploading'
  | 'paused'
  | 'offline'
  | 'mobile-data'
  | 'wifi'
  | 'service-unreachable'
  | 'rate-limited'
  | 'failed'
  | 'done'

export function phaseOf(snapshot: UploaderSnapshot): UploadPhase {
  const counts = countTasks(snapshot.tasks)
  if (counts.all === 0) return snapshot.resumable === null ? 'empty' : 'leftovers'
  if (counts.active === 0 && counts.held > 0) return 'arranging'
  if (counts.active === 0) return counts.saved === counts.all ? 'done' : 'failed'
  if (snapshot.paused || counts.paused === counts.active) return 'paused'
  if (!snapshot.online) return 'offline'
  if (snapshot.question !== null) return 'mobile-data'
  if (snapshot.waitingFor === 'rate-limit') return 'rate-limited'
  if (snapshot.waitingFor === 'service') return 'service-unreachable'
  if (snapshot.waitingFor === 'wifi') return 'wifi'
  return snapshot.overall.bytesSent === 0 && counts.preparing > 0 ? 'preparing' : 'uploading'
}

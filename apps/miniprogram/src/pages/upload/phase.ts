import type { UploaderSnapshot } from '@photolift/upload-engine'
import { countTasks } from './task-counts.js'

/** What the page as a whole is about; the panel and the bottom bar follow from it. */
export type UploadPhase =
  | 'empty'
  | 'arranging'
  | 'preparing'
  | 'uploading'
  | 'paused'
  | 'offline'
  | 'service-unreachable'
  | 'rate-limited'
  | 'failed'
  | 'done'

export function phaseOf(snapshot: UploaderSnapshot): UploadPhase {
  const counts = countTasks(snapshot.tasks)
  if (counts.all === 0) return 'empty'
  if (counts.active === 0 && counts.held > 0) return 'arranging'
  if (counts.active === 0) return counts.saved === counts.all ? 'done' : 'failed'
  if (snapshot.paused) return 'paused'
  if (!snapshot.online) return 'offline'
  if (snapshot.waitingFor === 'rate-limit') return 'rate-limited'
  if (snapshot.waitingFor === 'service') return 'service-unreachable'
  return snapshot.overall.bytesSent === 0 && counts.preparing > 0 ? 'preparing' : 'uploading'
}

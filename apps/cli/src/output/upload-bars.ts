import type { SingleBar } from 'cli-progress'
import type { UploadProgress } from '../upload/upload-progress.js'
import { count, formatBytes } from './amounts.js'
import { createBars, type Screen } from './bars.js'
import { fitToWidth } from './fit-to-width.js'
import { printable } from './printable.js'

/**
 * Progress for a screen: one for all, and below it one for each file under way. cli-progress, because it redraws bars that come
 * and go and nothing else; listr2 runs tasks in its own way, and tasks we have.
 */
export function createUploadBars(stream: Screen): UploadProgress {
  const bars = createBars(stream)
  const running = new Map<string, { bar: SingleBar; sent: number; byteLength: number }>()
  let sizes: ReadonlyMap<string, number> = new Map()
  let whole: { bar: SingleBar; bytes: number; bytesDone: number; filesDone: number } | undefined
  const nameWidth = () => Math.max(10, (stream.columns ?? 80) - 48)

  function drawWhole(): void {
    if (whole === undefined) return
    const underWay = [...running.values()].reduce((sum, { sent }) => sum + sent, 0)
    const sent = Math.min(whole.bytes, whole.bytesDone + underWay)
    whole.bar.update(sent, {
      sent: `${formatBytes(sent)} of ${formatBytes(whole.bytes)}`,
      name: `${whole.filesDone} of ${count(sizes.size, 'file')}`,
    })
  }

  return {
    begin(allSizes) {
      sizes = allSizes
      const bytes = [...sizes.values()].reduce((sum, byteLength) => sum + byteLength, 0)
      whole = { bar: bars.create(Math.max(1, bytes), 0, { sent: '', name: '' }), bytes, bytesDone: 0, filesDone: 0 }
      drawWhole()
    },
    start(path) {
      const byteLength = sizes.get(path) ?? 0
      const name = fitToWidth(printable(path), nameWidth())
      const bar = bars.create(Math.max(1, byteLength), 0, { sent: '', name })
      running.set(path, { bar, sent: 0, byteLength })
    },
    advance(path, bytesSent) {
      const file = running.get(path)
      if (file === undefined) return
      file.sent = Math.min(bytesSent, file.byteLength)
      file.bar.update(file.sent, { sent: formatBytes(file.sent) })
      drawWhole()
    },
    retry: (path, reason) => bars.log(`again    ${printable(path)}  ${printable(reason)}\n`),
    finish(path, outcome) {
      const file = running.get(path)
      if (file !== undefined) bars.remove(file.bar)
      running.delete(path)
      if (outcome.kind === 'failed') bars.log(`FAILED   ${printable(path)}  ${printable(outcome.error)}\n`)
      if (whole === undefined) return
      whole.filesDone++
      whole.bytesDone += sizes.get(path) ?? 0
      drawWhole()
    },
    end: () => bars.stop(),
  }
}

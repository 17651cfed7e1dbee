import type { Benchmark } from '../benchmark.ts'
import type { Phone } from '../upload/phone.ts'
import { startUploadStage } from '../upload/upload-stage.ts'

const UPLOAD_PAGE = 'pages/upload/index'

/** A second, less what an app's clock of whole milliseconds cannot tell over four of its waits. */
const SECOND_MS = 990

/** How the real page behaves while 20 photos go, and when the same ones are picked again. */
export const uploadPage: Benchmark = {
  marks: [
    { name: 'setdata-rate', unit: 'writes/s', target: { atMost: 4 } },
    { name: 'same-again', unit: 'requests', target: { atMost: 2 } },
    { name: 'same-again-bytes', unit: 'KB', target: { atMost: 0 } },
  ],
  async run() {
    const stage = await startUploadStage()
    try {
      const phone = await stage.phone('photolift')
      const photos = await stage.photos()
      await phone.pick('选择照片', photos)
      await phone.reads(`${photos.length} 张照片都存好了`)
      const writes = await phone.writesOf(UPLOAD_PAGE)
      if (writes.length < photos.length)
        throw new Error(`The upload page wrote ${writes.length} times: its writes are not seen.`)
      const again = await pickAgain(phone, photos)
      await phone.switchOff()
      const sentBytes = photoBytesOf(phone, again.startedAt)
      return {
        'setdata-rate': mostInASecond(writes),
        'same-again': again.requestCount,
        'same-again-bytes': sentBytes / 1_000,
      }
    } finally {
      await stage.stop()
    }
  },
}

/** Stored ones leave the list when others are picked, so it ends as it was: with 20 that are stored. */
async function pickAgain(
  phone: Phone,
  photos: readonly string[],
): Promise<{ startedAt: number; requestCount: number }> {
  const requestsBefore = await phone.requestCount()
  const startedAt = Date.now()
  const asked = phone.asks('/v1/upload-grants')
  await phone.pick('再传一些', photos)
  await asked
  await phone.reads(`${photos.length} 张照片都存好了`)
  return { startedAt, requestCount: (await phone.requestCount()) - requestsBefore }
}

/** Of transfers that began since then, with the forms around the photos. */
function photoBytesOf(phone: Phone, since: number): number {
  const transfers = phone.calls.filter(({ path, startedAt }) => !path.startsWith('/v1/') && startedAt >= since)
  return transfers.reduce((sum, { bodyBytes }) => sum + bodyBytes, 0)
}

function mostInASecond(instants: readonly number[]): number {
  return Math.max(...instants.map((from) => instants.filter((at) => at >= from && at < from + SECOND_MS).length))
}

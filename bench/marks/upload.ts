import { type Benchmark, median } from '../benchmark.ts'
import { lineRateMs } from '../link/shaped-line.ts'
import { PHOTO_BYTES, PHOTO_COUNT } from '../upload/photo-files.ts'
import { type UploadRun, uploadByPhotolift } from '../upload/upload-by-photolift.ts'
import { startUploadStage, type UploadStage } from '../upload/upload-stage.ts'

const ROUNDS = 3

/** 20 photos from the pick in the real pages to the last confirm, in Chromium over a shaped link; two other ways beside it. */
export const upload: Benchmark = {
  marks: [
    { name: 'upload-makespan', unit: '×', target: { atMost: 1.05 } },
    { name: 'upload-requests', unit: 'requests', target: { atMost: 28 } },
    { name: 'upload-makespan-cos-wx-sdk', unit: '×', target: null },
    { name: 'upload-requests-cos-wx-sdk', unit: 'requests', target: null },
    { name: 'upload-makespan-serial', unit: '×', target: null },
    { name: 'upload-requests-serial', unit: 'requests', target: null },
  ],
  async run() {
    const stage = await startUploadStage()
    try {
      const runs = { photolift: [] as UploadRun[], sdk: [] as UploadRun[], serial: [] as UploadRun[] }
      for (let round = 0; round < ROUNDS; round++) {
        runs.photolift.push(await uploadByPhotolift(await stage.phone('photolift'), await stage.photos()))
        runs.sdk.push(await uploadByRival(stage, 'cos-wx-sdk'))
        runs.serial.push(await uploadByRival(stage, 'serial'))
      }
      return {
        'upload-makespan': makespanOf(runs.photolift),
        'upload-requests': requestsOf(runs.photolift),
        'upload-makespan-cos-wx-sdk': makespanOf(runs.sdk),
        'upload-requests-cos-wx-sdk': requestsOf(runs.sdk),
        'upload-makespan-serial': makespanOf(runs.serial),
        'upload-requests-serial': requestsOf(runs.serial),
      }
    } finally {
      await stage.stop()
    }
  },
}

function makespanOf(runs: readonly UploadRun[]): number {
  return median(runs.map(({ makespanMs }) => makespanMs)) / lineRateMs(PHOTO_COUNT * PHOTO_BYTES)
}

function requestsOf(runs: readonly UploadRun[]): number {
  return median(runs.map(({ requestCount }) => requestCount))
}

/** From the pick to the answer to the last byte; neither rival has anything to confirm. */
async function uploadByRival(stage: UploadStage, way: 'cos-wx-sdk' | 'serial'): Promise<UploadRun> {
  const phone = await stage.phone('rivals')
  const pickedAt = await phone.pick(way, await stage.photos())
  await phone.reads(`stored ${PHOTO_COUNT}`)
  const requestCount = await phone.requestCount()
  await phone.switchOff()
  const lastEndedAt = Math.max(...phone.calls.map(({ endedAt }) => endedAt))
  return { makespanMs: lastEndedAt - pickedAt, requestCount }
}

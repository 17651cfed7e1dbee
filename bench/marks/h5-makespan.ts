import { type Benchmark, median } from '../benchmark.ts'
import { startPageStage } from '../h5/page-stage.ts'
import { uploadByPage } from '../h5/upload-by-page.ts'
import { lineRateMs } from '../link/shaped-line.ts'
import { PHOTO_BYTES, PHOTO_COUNT } from '../upload/photo-files.ts'
import { type UploadRun, uploadByPhotolift } from '../upload/upload-by-photolift.ts'

const ROUNDS = 3

/**
 * 20 photos in the built web page and in the mini-program, in turn, by one Chromium over one shaped link. The page has six connections to the
 * service and six more to the bucket, and asks the bucket for leave (CORS); the mini-program has six for both, and asks nobody.
 */
export const h5Makespan: Benchmark = {
  marks: [
    { name: 'h5-makespan', unit: '×', target: { atMost: 1.05 } },
    { name: 'h5-makespan-line', unit: '×', target: null },
    { name: 'h5-requests', unit: 'requests', target: null },
  ],
  async run() {
    const stage = await startPageStage()
    try {
      const page: UploadRun[] = []
      const miniprogram: UploadRun[] = []
      for (let round = 0; round < ROUNDS; round++) {
        page.push(await uploadByPage(await stage.desk(), await stage.photos()))
        miniprogram.push(await uploadByPhotolift(await stage.phone(), await stage.photos()))
      }
      const makespanMs = medianMakespanMs(page)
      return {
        'h5-makespan': makespanMs / medianMakespanMs(miniprogram),
        'h5-makespan-line': makespanMs / lineRateMs(PHOTO_COUNT * PHOTO_BYTES),
        'h5-requests': median(page.map(({ requestCount }) => requestCount)),
      }
    } finally {
      await stage.stop()
    }
  },
}

function medianMakespanMs(runs: readonly UploadRun[]): number {
  return median(runs.map(({ makespanMs }) => makespanMs))
}

import { type Benchmark, median } from '../benchmark.ts'
import { lineRateMs, type ShapedLine } from '../link/shaped-line.ts'
import { PHOTO_BYTES, PHOTO_COUNT } from '../upload/photo-files.ts'
import { uploadByPhotolift } from '../upload/upload-by-photolift.ts'
import { startUploadStage } from '../upload/upload-stage.ts'

const ROUNDS = 3

const NEAR: ShapedLine = { bitsPerSecond: 20e6, rttMs: 60, slowStart: true }
const FAR: ShapedLine = { bitsPerSecond: 50e6, rttMs: 150, slowStart: true }

/** What `makespan-20-60` and `makespan-50-150` are in virtual time, by the real pages in Chromium over the shaped link. */
export const uploadOverSlowStart: Benchmark = {
  marks: [
    { name: 'makespan-20-60-link', unit: '×', target: { atMost: 1.04 } },
    { name: 'makespan-50-150-link', unit: '×', target: { atMost: 1.2 } },
  ],
  async run() {
    return { 'makespan-20-60-link': await makespanOver(NEAR), 'makespan-50-150-link': await makespanOver(FAR) }
  },
}

async function makespanOver(line: ShapedLine): Promise<number> {
  const stage = await startUploadStage(line)
  try {
    const makespans: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const { makespanMs } = await uploadByPhotolift(await stage.phone('photolift'), await stage.photos())
      makespans.push(makespanMs)
    }
    return median(makespans) / lineRateMs(PHOTO_COUNT * PHOTO_BYTES, line)
  } finally {
    await stage.stop()
  }
}

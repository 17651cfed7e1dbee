import type { Benchmark } from '../benchmark.ts'
import { lineRateMs } from '../link/shaped-line.ts'
import { startUploadStage } from '../upload/upload-stage.ts'

/** Camera-like photos through the real pages with their default settings, against what the originals take on the line. */
export const compressed: Benchmark = {
  marks: [
    { name: 'compressed', unit: '×', target: { atMost: 0.3 } },
    { name: 'compressed-makespan', unit: '×', target: null },
  ],
  async run() {
    const stage = await startUploadStage()
    try {
      const { paths, byteLength } = await stage.cameraPhotos()
      const phone = await stage.phone('photolift')
      const pickedAt = await phone.pick('选择照片', paths)
      await phone.reads(`${paths.length} 张照片都存好了`)
      await phone.switchOff()
      const uploads = phone.calls.filter(({ path }) => !path.startsWith('/v1/'))
      const lastConfirm = phone.calls.findLast(({ path }) => path === '/v1/confirmations')
      if (uploads.length !== paths.length || lastConfirm === undefined)
        throw new Error(`${uploads.length} of ${paths.length} photos were sent.`)
      const sentBytes = uploads.reduce((sum, { bodyBytes }) => sum + bodyBytes, 0)
      return {
        compressed: lineRateMs(sentBytes) / lineRateMs(byteLength),
        'compressed-makespan': (lastConfirm.endedAt - pickedAt) / lineRateMs(byteLength),
      }
    } finally {
      await stage.stop()
    }
  },
}

import { makespanOf } from '../upload/makespan.ts'
import { PHOTO_BYTES } from '../upload/photo-files.ts'
import type { UploadRun } from '../upload/upload-by-photolift.ts'
import type { Desk } from './desk.ts'
import { assertOverLine } from './over-line.ts'

/** The built page, from its login to the last confirm's answer; preflights count as requests. */
export async function uploadByPage(desk: Desk, photos: readonly string[]): Promise<UploadRun> {
  const pickedAt = await desk.pick(photos)
  await desk.reads(`${photos.length} 张照片都存好了`)
  await desk.leave()
  const { calls, preflightCount } = desk
  const login = calls.find(({ path }) => path === '/v1/login')
  const lastConfirm = calls.findLast(({ path }) => path === '/v1/confirmations')
  if (login === undefined || lastConfirm === undefined)
    throw new Error('The web page made no login or no confirm call.')
  const makespanMs = makespanOf({ login, pickedAt, confirmedAt: lastConfirm.endedAt })
  assertOverLine({ calls, makespanMs, byteLength: photos.length * PHOTO_BYTES })
  return { makespanMs, requestCount: calls.length + preflightCount }
}

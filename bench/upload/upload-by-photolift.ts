import { makespanOf } from './makespan.ts'
import type { Phone } from './phone.ts'

export interface UploadRun {
  makespanMs: number
  requestCount: number
}

/** The real pages, from the login at launch to the last confirm's answer. */
export async function uploadByPhotolift(phone: Phone, photos: readonly string[]): Promise<UploadRun> {
  const pickedAt = await phone.pick('选择照片', photos)
  await phone.reads(`${photos.length} 张照片都存好了`)
  const requestCount = await phone.requestCount()
  await phone.switchOff()
  const login = phone.calls.find(({ path }) => path === '/v1/login')
  const lastConfirm = phone.calls.findLast(({ path }) => path === '/v1/confirmations')
  if (login === undefined || lastConfirm === undefined)
    throw new Error('The mini-program made no login or no confirm call.')
  return { makespanMs: makespanOf({ login, pickedAt, confirmedAt: lastConfirm.endedAt }), requestCount }
}

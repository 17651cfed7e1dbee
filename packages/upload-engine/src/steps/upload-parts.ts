import { AppError, type ErrorCode, type MissingUploadPart } from '@photolift/contracts'
import { toAppError } from '../app-error.js'
import type { DatedMultipartGrant, PreparedPhoto, UploadedObject } from '../photo-record.js'
import { usableUntil } from '../usable-until.js'
import { readCosAnswer } from './read-cos-answer.js'
import type { StepDeps } from './step-deps.js'

/**
 * Sends what the bucket has not got of a photo that comes in parts. The service says what that is, so a photo goes on where it was after
 * whatever happened: a part that arrived is never sent again. Where a URL has ended, the service is asked once more for all of them.
 *
 * @throws AppError as {@link upload} does
 */
export async function uploadParts(
  { source }: PreparedPhoto,
  grant: DatedMultipartGrant,
  deps: StepDeps,
): Promise<UploadedObject> {
  for (let isSecondLook = false; ; isSecondLook = true) {
    try {
      await sendMissing({ source, photoId: grant.photoId }, deps)
      return { photoId: grant.photoId }
    } catch (thrown) {
      if (isSecondLook || !URL_IS_SPENT.includes(toAppError(thrown).code)) throw thrown
      deps.report('sendAgain')
    }
  }
}

/** The URL has ended, or the upload that it belongs to. */
const URL_IS_SPENT: readonly ErrorCode[] = ['UPLOAD_GRANT_EXPIRED', 'UPLOAD_REFUSED']

/** Parts of one photo that are under way together. */
const SENDERS = 2

interface PartsOfPhoto {
  source: PreparedPhoto['source']
  photoId: string
}

async function sendMissing({ source, photoId }: PartsOfPhoto, deps: StepDeps): Promise<void> {
  // One try for all that is missing: what arrives needs no other.
  deps.record.begunCount += 1
  deps.record.tries += 1
  const startedAt = deps.clock.now()
  const { parts, expiresAt, serverTime } = await deps.parts(photoId, deps.signal)
  const urls = { usableUntil: usableUntil(expiresAt, { startedAt, serverTime }), waveNumber: deps.grants.countAnswer() }
  const missing: (MissingUploadPart & { start: number })[] = []
  let storedBytes = 0
  let start = 0
  for (const part of parts) {
    if (part.stored) storedBytes += part.byteLength
    else missing.push({ ...part, start })
    start += part.byteLength
  }
  if (start !== source.byteLength) throw new AppError('INTERNAL', `the parts are ${start} bytes, the photo is not`)
  if (missing.length === 0) return

  let hasBegun = false
  let failure: unknown
  async function sendNext(): Promise<void> {
    const part = missing.shift()
    if (part === undefined || failure !== undefined) return
    try {
      await deps.partsInMemory.run(() => deps.uploading.run(() => send(part), deps), deps)
    } catch (thrown) {
      // What is under way meanwhile goes on: a part that arrives is not lost.
      failure ??= thrown
    }
    return sendNext()
  }

  async function send({ start: from, byteLength, url, headers }: MissingUploadPart & { start: number }): Promise<void> {
    await deps.gate.pass(deps.signal)
    if (failure !== undefined) return
    if (!deps.grants.isUsable(urls)) throw new AppError('UPLOAD_GRANT_EXPIRED', 'the URL ended while the part waited')
    if (!hasBegun) deps.report('sending')
    hasBegun = true
    const body = await source.slice(from, from + byteLength)
    const { waveCount } = deps.grants
    const answer = await deps.grants.whileUsable(urls, deps.signal, (whileUsable) =>
      deps.transfers.run(
        { byteLength, tryNumber: deps.record.tries, signal: whileUsable, tellsProgress: false },
        ({ timeoutMs, signal }) => deps.http.send({ method: 'PUT', url, headers, body, timeoutMs, signal }),
      ),
    )
    readCosAnswer(answer, waveCount, deps)
    storedBytes += byteLength
    // It got somewhere: the next failure is a first one again.
    deps.record.tries = 1
    deps.reportBytes(storedBytes)
  }

  deps.reportBytes(storedBytes)
  await Promise.all(Array.from({ length: SENDERS }, sendNext))
  if (failure !== undefined) throw failure
}

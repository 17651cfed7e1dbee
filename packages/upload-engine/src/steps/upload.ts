import { AppError } from '@photolift/contracts'
import type { CancelSignal, HttpResponse } from '@photolift/platform'
import type { DatedFormGrant, DatedGrant, PreparedPhoto, UploadedObject } from '../photo-record.js'
import { readCosAnswer } from './read-cos-answer.js'
import type { StepDeps } from './step-deps.js'
import { uploadParts } from './upload-parts.js'

/**
 * Sends the photo to the bucket, whole or in parts, as soon as it is its turn.
 * @throws AppError a network's code, or what {@link readCosAnswer} reads from a refusal
 */
export async function upload(prepared: PreparedPhoto, grant: DatedGrant, deps: StepDeps): Promise<UploadedObject> {
  deps.record.uploaded ??=
    grant.kind === 'multipart'
      ? await uploadParts(prepared, grant, deps)
      : await deps.uploading.run(() => transfer(prepared, grant, deps), deps)
  deps.report('sent')
  return deps.record.uploaded
}

async function transfer(prepared: PreparedPhoto, grant: DatedFormGrant, deps: StepDeps): Promise<UploadedObject> {
  await deps.gate.pass(deps.signal)
  if (!deps.grants.isUsable(grant)) {
    throw new AppError('UPLOAD_GRANT_EXPIRED', 'the grant ended while the photo waited for its turn')
  }
  const { waveCount } = deps.grants
  deps.report('sending')
  deps.record.begunCount += 1
  deps.record.tries += 1
  deps.record.inDoubt = grant.photoId
  const response = await deps.grants.whileUsable(grant, deps.signal, (signal) => post(prepared, grant, signal, deps))
  deps.record.inDoubt = undefined
  readCosAnswer(response, waveCount, deps)
  return { photoId: grant.photoId }
}

function post(
  { source }: PreparedPhoto,
  { url, fields, fileField }: DatedFormGrant,
  signal: CancelSignal,
  deps: StepDeps,
): Promise<HttpResponse> {
  const { byteLength } = source
  return deps.transfers.run({ byteLength, tryNumber: deps.record.tries, signal, tellsProgress: true }, (call) =>
    deps.http.postForm({
      url,
      fields,
      fileField,
      photo: source,
      timeoutMs: call.timeoutMs,
      signal: call.signal,
      onProgress(bytesSent) {
        call.onProgress(bytesSent)
        deps.reportBytes(bytesSent)
      },
    }),
  )
}

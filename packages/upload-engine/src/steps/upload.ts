import { AppError } from '@photolift/contracts'
import { checkCosAnswer } from '../cos-answer.js'
import type { DatedFormGrant, DatedGrant, PreparedPhoto, UploadedObject } from '../photo-record.js'
import type { StepDeps } from './step-deps.js'
import { uploadParts } from './upload-parts.js'

/**
 * Sends the photo to the bucket, whole or in parts, as soon as it is its turn.
 * @throws AppError a network's code, or what {@link checkCosAnswer} reads from a refusal
 */
export async function upload(prepared: PreparedPhoto, grant: DatedGrant, deps: StepDeps): Promise<UploadedObject> {
  deps.record.uploaded ??=
    grant.kind === 'multipart'
      ? await uploadParts(prepared, grant, deps)
      : await deps.uploading.run(() => transfer(prepared, grant, deps), deps)
  deps.report('sent')
  return deps.record.uploaded
}

async function transfer({ source }: PreparedPhoto, grant: DatedFormGrant, deps: StepDeps): Promise<UploadedObject> {
  await deps.gate.pass(deps.signal)
  if (deps.clock.now() >= grant.usableUntil) {
    throw new AppError('UPLOAD_GRANT_EXPIRED', 'the grant ended while the photo waited for its turn')
  }
  deps.report('sending')
  deps.record.begunCount += 1
  deps.record.tries += 1
  deps.record.inDoubt = true
  const { byteLength } = source
  const { tries: tryNumber } = deps.record
  const response = await deps.transfers.run({ byteLength, tryNumber, signal: deps.signal }, (call) =>
    deps.http.postForm({
      url: grant.url,
      fields: grant.fields,
      fileField: grant.fileField,
      photo: source,
      timeoutMs: call.timeoutMs,
      signal: call.signal,
      onProgress(bytesSent) {
        call.onProgress(bytesSent)
        deps.reportBytes(bytesSent)
      },
    }),
  )
  deps.record.inDoubt = false
  checkCosAnswer(response)
  return { photoId: grant.photoId }
}

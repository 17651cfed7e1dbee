import { AppError, type Photo, type StoredGrant } from '@photolift/contracts'
import { toAppError } from '../app-error.js'
import type { DatedGrant, PreparedPhoto } from '../photo-record.js'
import type { StepDeps } from './step-deps.js'

/**
 * Gets the permission to write one object, together with those of other photos that wait for theirs. Where an earlier
 * transfer may have arrived unheard, the service looks first.
 * @throws AppError the code under which the service refused this photo
 */
export async function authorize(prepared: PreparedPhoto, deps: StepDeps): Promise<DatedGrant | StoredGrant> {
  const { record } = deps
  const photo = await arrivedUnheard(deps)
  if (photo !== undefined) return { kind: 'stored', taskId: record.taskId, photo }
  if (record.grant !== undefined) return record.grant

  const { source, ...attributes } = prepared
  const request = { taskId: record.taskId, ...deps.pick(), byteLength: source.byteLength, ...attributes }
  const grant = await deps.grants.request(request, deps)
  if (grant.kind === 'refused') throw new AppError(grant.error.code, grant.error.message)
  return grant
}

async function arrivedUnheard(deps: StepDeps): Promise<Photo | undefined> {
  const { record, signal } = deps
  const { inDoubt: photoId } = record
  if (photoId === undefined) return undefined
  try {
    const photo = await deps.confirmations.confirm(photoId, signal, { isUrgent: true })
    record.inDoubt = undefined
    record.uploaded = { photoId }
    deps.report('sent')
    return photo
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.code !== 'PHOTO_NOT_UPLOADED') throw error
    record.inDoubt = undefined
    return undefined
  }
}

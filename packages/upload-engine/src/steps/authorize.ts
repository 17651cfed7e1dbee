import { AppError, type StoredGrant } from '@photolift/contracts'
import type { DatedGrant, PreparedPhoto } from '../photo-record.js'
import type { StepDeps } from './step-deps.js'

/**
 * Gets the permission to write one object, together with those of other photos that wait for theirs.
 * @throws AppError the code under which the service refused this photo
 */
export async function authorize(prepared: PreparedPhoto, deps: StepDeps): Promise<DatedGrant | StoredGrant> {
  const { record } = deps
  if (record.grant !== undefined) return record.grant

  const { source, keptAs: _, ...attributes } = prepared
  const request = { taskId: record.taskId, ...deps.pick(), byteLength: source.byteLength, ...attributes }
  const grant = await deps.grants.request(request, deps)
  if (grant.kind === 'refused') throw new AppError(grant.error.code, grant.error.message)
  return grant
}

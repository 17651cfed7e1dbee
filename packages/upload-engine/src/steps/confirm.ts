import type { Photo } from '@photolift/contracts'
import type { UploadedObject } from '../photo-record.js'
import type { StepDeps } from './step-deps.js'

/**
 * Has the service look at what arrived, together with other photos that have.
 * @throws AppError the code under which the service refused this photo
 */
export function confirm({ photoId }: UploadedObject, deps: StepDeps): Promise<Photo> {
  return deps.confirmations.confirm(photoId, deps.signal)
}

import type { Photo } from '@photolift/contracts'
import type { PickedPhoto } from './picked-photo.js'
import { authorize } from './steps/authorize.js'
import { confirm } from './steps/confirm.js'
import { prepare } from './steps/prepare.js'
import type { StepDeps } from './steps/step-deps.js'
import { upload } from './steps/upload.js'

/** One photo, from the person's pick to a row in the gallery. Rejects with AppError. */
export async function uploadPhoto(picked: PickedPhoto, deps: StepDeps): Promise<Photo> {
  const prepared = await prepare(picked, deps)
  const grant = await authorize(prepared, deps)
  if (grant.kind === 'stored') return grant.photo
  const uploaded = await upload(prepared, grant, deps)
  return confirm(uploaded, deps)
}

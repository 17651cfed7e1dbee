import type { UploadDeps, UploadService } from '@photolift/upload-engine'

/** The same dependencies with some calls of the service replaced. */
export function withService(deps: UploadDeps, change: (service: UploadService) => Partial<UploadService>): UploadDeps {
  const { service } = deps
  // Bound by hand: a client's calls need not be own properties.
  const same: UploadService = {
    authorize: (photos) => service.authorize(photos),
    parts: (photoId) => service.parts(photoId),
    confirm: (photoIds) => service.confirm(photoIds),
    deletePhoto: (photoId) => service.deletePhoto(photoId),
    limits: () => service.limits(),
  }
  return { ...deps, service: { ...same, ...change(service) } }
}

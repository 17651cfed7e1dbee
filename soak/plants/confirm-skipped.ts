import { madeUpPhoto } from './made-up-photo.ts'
import type { Plant } from './plant.ts'
import { withService } from './wrapped-service.ts'

/** Photos count as stored when their bytes are out, without a word of the service. */
export const confirmSkipped: Plant = {
  name: 'confirm-skipped',
  moves: 'falseSuccess',
  plant: () => ({
    deps: (deps) =>
      withService(deps, () => ({
        confirm: async (photoIds) => ({
          results: photoIds.map((photoId) => ({ photoId, photo: madeUpPhoto(photoId) })),
        }),
      })),
  }),
}

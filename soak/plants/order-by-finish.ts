import type { Plant } from './plant.ts'
import { withService } from './wrapped-service.ts'

/** Photos get their places in the order in which they are ready to be sent, not in which they were picked. */
export const orderByFinish: Plant = {
  name: 'order-by-finish',
  moves: 'reordered',
  plant: () => ({
    deps: (deps) => {
      const places = new Map<string, number>()
      const placeOf = (taskId: string): number => {
        const place = places.get(taskId) ?? places.size
        places.set(taskId, place)
        return place
      }
      return withService(deps, (service) => ({
        authorize: (photos) =>
          service.authorize(photos.map((photo) => ({ ...photo, position: placeOf(photo.taskId) }))),
      }))
    },
  }),
}

import type { Plant } from './plant.ts'
import { withService } from './wrapped-service.ts'

/** Every photo asks for its own grant, all at the same time. */
export const reauthorizeStorm: Plant = {
  name: 'reauthorize-storm',
  moves: 'stormed',
  plant: () => ({
    deps: (deps) =>
      withService(deps, (service) => ({
        async authorize(photos) {
          const answers = await Promise.all(photos.map((photo) => service.authorize([photo])))
          const [first] = answers
          return { serverTime: first?.serverTime ?? '', grants: answers.flatMap(({ grants }) => grants) }
        },
      })),
  }),
}

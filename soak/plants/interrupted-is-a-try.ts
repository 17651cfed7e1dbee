import { AppError } from '@photolift/contracts'
import type { Plant } from './plant.ts'

/** What the background cuts short counts as a failure like any other: as one that neither phone nor network explains. */
export const interruptedIsATry: Plant = {
  name: 'interrupted-is-a-try',
  moves: 'lost',
  showsUnder: ['background-again-and-again@send', 'background-again-and-again@reply'],
  plant: () => ({
    http: (http) => ({
      send: (request) => http.send(request),
      async postForm(form) {
        try {
          return await http.postForm(form)
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'NETWORK_INTERRUPTED') throw error
          throw new AppError('STORAGE_UNAVAILABLE', error.message, { cause: error })
        }
      },
    }),
  }),
}

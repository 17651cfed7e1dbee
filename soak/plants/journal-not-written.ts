import type { Plant } from './plant.ts'

/** Nothing is noted for the next start. */
export const journalNotWritten: Plant = {
  name: 'journal-not-written',
  moves: 'lost',
  showsUnder: ['killed@send', 'killed-at-the-last@confirm'],
  plant: () => ({ deps: (deps) => ({ ...deps, store: { ...deps.store, set: async () => {} } }) }),
}

import type { Plant } from './plant.ts'

/** A transfer that has succeeded is done once more. */
export const sentTwice: Plant = {
  name: 'sent-twice',
  moves: 'wasteful',
  plant: () => ({
    http: (http) => ({
      send: (request) => http.send(request),
      async postForm(form) {
        await http.postForm(form)
        return http.postForm(form)
      },
    }),
  }),
}

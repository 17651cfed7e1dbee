import { madeUpPhoto } from './made-up-photo.ts'
import type { Plant } from './plant.ts'
import { withService } from './wrapped-service.ts'

/** Because `success` fires for every status, a form that COS refuses counts as stored. */
export const successOn403: Plant = {
  name: 'success-on-403',
  moves: 'falseSuccess',
  showsUnder: ['credential-refused@send', 'clocks-differ@send'],
  plant: () => {
    const refusedKeys = new Set<string>()
    return {
      http: (http) => ({
        send: (request) => http.send(request),
        async postForm(form) {
          const response = await http.postForm(form)
          if (response.status !== 403) return response
          refusedKeys.add(form.fields['key'] ?? '')
          return { ...response, status: 204, body: '' }
        },
      }),
      deps: (deps) =>
        withService(deps, (service) => ({
          async confirm(photoIds) {
            const refused = photoIds.filter((photoId) => refusedKeys.has(`incoming/${photoId}`))
            const others = photoIds.filter((photoId) => !refused.includes(photoId))
            const results = others.length === 0 ? [] : (await service.confirm(others)).results
            return { results: [...results, ...refused.map((photoId) => ({ photoId, photo: madeUpPhoto(photoId) }))] }
          },
        })),
    }
  },
}

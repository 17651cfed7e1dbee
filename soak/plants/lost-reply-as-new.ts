import { AppError, ERRORS } from '@photolift/contracts'
import type { Plant } from './plant.ts'
import { withService } from './wrapped-service.ts'

/** A confirm whose reply is lost counts as not done, and its photos are sent once more under new tasks. */
export const lostReplyAsNew: Plant = {
  name: 'lost-reply-as-new',
  moves: 'doubled',
  showsUnder: ['answer-lost@confirm', 'answer-cut-off@confirm'],
  plant: () => ({
    deps: (deps) => {
      const newTaskIds = new Map<string, string>()
      const taskOfPhoto = new Map<string, string>()
      return withService(deps, (service) => ({
        async authorize(photos) {
          const asked = photos.map((photo) => ({ ...photo, taskId: newTaskIds.get(photo.taskId) ?? photo.taskId }))
          const { grants, ...rest } = await service.authorize(asked)
          for (const [index, grant] of grants.entries()) {
            const taskId = photos[index]?.taskId ?? ''
            if (grant.kind === 'form') taskOfPhoto.set(grant.photoId, taskId)
          }
          return { ...rest, grants: grants.map((grant, index) => ({ ...grant, taskId: photos[index]?.taskId ?? '' })) }
        },
        async confirm(photoIds) {
          try {
            return await service.confirm(photoIds)
          } catch (error) {
            if (!(error instanceof AppError) || ERRORS[error.code].retry !== 'later') throw error
            for (const photoId of photoIds) {
              const taskId = taskOfPhoto.get(photoId) ?? ''
              newTaskIds.set(taskId, `${newTaskIds.get(taskId) ?? taskId}-2`)
            }
            const code = 'PHOTO_NOT_UPLOADED'
            return { results: photoIds.map((photoId) => ({ photoId, error: { code, message: 'planted' } })) }
          }
        },
      }))
    },
  }),
}

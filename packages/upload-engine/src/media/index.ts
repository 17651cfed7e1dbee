export { createMediaRoute, type MediaRoute, type MediaRouteDeps, type MediaSnapshot } from './create-media-route.js'
export { type JoinedUploader, joinRoutes } from './join-routes.js'
export type { MediaPhoto } from './media-entry.js'
export type { MediaService } from './media-service.js'

import type { UploadGrantsRequest, UploadGrantsResponse } from './authorize.js'
import type { ConfirmationsRequest, ConfirmationsResponse } from './confirm.js'
import type { EditRequest } from './edit.js'
import type { PhotoPage, PhotoPageQuery } from './gallery.js'
import type { Ingest, IngestsRequest, IngestsResponse } from './ingest.js'
import type { JsSdkConfig, JsSdkConfigQuery } from './js-sdk-config.js'
import type { FileLinksRequest, FileLinksResponse } from './links.js'
import type { LoginRequest, LoginResponse } from './login.js'
import type { PartsRequest, PartsResponse } from './parts.js'
import type { Photo } from './photo.js'
import type { WebLoginCallbackQuery, WebLoginQuery } from './web-login.js'

/** Method and path of every route that clients call; `:name` is a path parameter. */
export const ROUTES = {
  login: { method: 'POST', path: '/v1/login' },
  authorize: { method: 'POST', path: '/v1/upload-grants' },
  parts: { method: 'POST', path: '/v1/photos/:photoId/parts' },
  confirm: { method: 'POST', path: '/v1/confirmations' },
  gallery: { method: 'GET', path: '/v1/photos' },
  photo: { method: 'GET', path: '/v1/photos/:photoId' },
  deletePhoto: { method: 'DELETE', path: '/v1/photos/:photoId' },
  editPhoto: { method: 'POST', path: '/v1/photos/:photoId/edits' },
  fileLinks: { method: 'POST', path: '/v1/files/links' },
  deleteAccount: { method: 'DELETE', path: '/v1/me' },
  webLogin: { method: 'GET', path: '/v1/web-login' },
  webLoginCallback: { method: 'GET', path: '/v1/web-login/callback' },
  jsSdkConfig: { method: 'GET', path: '/v1/js-sdk-config' },
  ingests: { method: 'POST', path: '/v1/ingests' },
  ingest: { method: 'GET', path: '/v1/ingests/:ingestId' },
} as const satisfies Record<string, { method: 'GET' | 'POST' | 'DELETE'; path: `/v1/${string}` }>

export type RouteName = keyof typeof ROUTES

/** What each route takes and gives. `null` is an empty body (204). */
export interface RouteTypes {
  login: { body: LoginRequest; response: LoginResponse }
  authorize: { body: UploadGrantsRequest; response: UploadGrantsResponse }
  parts: { params: { photoId: string }; body: PartsRequest; response: PartsResponse }
  confirm: { body: ConfirmationsRequest; response: ConfirmationsResponse }
  gallery: { query: PhotoPageQuery; response: PhotoPage }
  photo: { params: { photoId: string }; response: Photo }
  deletePhoto: { params: { photoId: string }; response: null }
  editPhoto: { params: { photoId: string }; body: EditRequest; response: Photo }
  fileLinks: { body: FileLinksRequest; response: FileLinksResponse }
  deleteAccount: { response: null }
  /** A redirect, followed by the browser. */
  webLogin: { query: WebLoginQuery; response: null }
  /** As above. */
  webLoginCallback: { query: WebLoginCallbackQuery; response: null }
  jsSdkConfig: { query: JsSdkConfigQuery; response: JsSdkConfig }
  ingests: { body: IngestsRequest; response: IngestsResponse }
  ingest: { params: { ingestId: string }; response: Ingest }
}

import type {
  ConfirmationsResponse,
  EditOperation,
  FileLinksResponse,
  Ingest,
  IngestsResponse,
  JsSdkConfig,
  LoginResponse,
  PartsResponse,
  Photo,
  PhotoPage,
  PhotoPageQuery,
  RouteName,
  UploadGrantRequest,
  UploadGrantsResponse,
  UploadLimits,
} from '@photolift/contracts'
import type { Clock, HttpStack, Network } from '@photolift/platform'
import { type RouteArguments, type RouteResponse, sendTo } from './send-to-route.js'
import { createSession, type LoginCodeSource, type LoginKeeper } from './session.js'

export interface ApiClientOptions {
  /** The service's address without a trailing slash, such as `https://api.example.com`; empty where `http` knows one service only. */
  baseUrl: string
  http: Pick<HttpStack, 'send'>
  clock: Clock
  loginCode: LoginCodeSource
  /** Without it a login ends with the app. */
  loginKeeper?: LoginKeeper
  /** Where given, no answer while online is SERVICE_UNREACHABLE; without it, NETWORK_LOST. */
  network?: Pick<Network, 'isOnline'>
}

/**
 * The Photolift service. Logs in at the first call or when told to, once however many calls wait for it, and again when a
 * token is about to end or is refused. Every call rejects with AppError.
 */
export interface ApiClient {
  login(): Promise<LoginResponse>
  limits(): Promise<UploadLimits>
  authorize(photos: UploadGrantRequest[]): Promise<UploadGrantsResponse>
  /** Where the upload of a photo that comes in parts stands, and URLs for the parts that are missing. */
  parts(photoId: string): Promise<PartsResponse>
  confirm(photoIds: string[]): Promise<ConfirmationsResponse>
  gallery(query?: PhotoPageQuery): Promise<PhotoPage>
  photo(photoId: string): Promise<Photo>
  deletePhoto(photoId: string): Promise<void>
  /** Makes a new photo out of one; the same operations again give the same photo. */
  editPhoto(photoId: string, operations: EditOperation[]): Promise<Photo>
  /** Links to stored bytes, or why there is none, in the order of `photoIds`. `ttlSeconds` is 3600 unless given. */
  fileLinks(photoIds: string[], ttlSeconds?: number): Promise<FileLinksResponse>
  /** A signature for `wx.config`. @param url the page's address as WeChat knows it, without `#…` */
  jsSdkConfig(url: string): Promise<JsSdkConfig>
  /** Has pictures fetched that the JS-SDK has given to WeChat, in this order; an id that comes again is the ingest it was. */
  ingest(pickId: string, mediaIds: string[]): Promise<IngestsResponse>
  /** How far one of them is. */
  ingestState(ingestId: string): Promise<Ingest>
  /** Deletes the account with all its photos, and forgets the token. */
  deleteAccount(): Promise<void>
}

export function createApiClient(options: ApiClientOptions): ApiClient {
  const session = createSession(options)

  function call<R extends RouteName>(route: R, args: RouteArguments<R>): Promise<RouteResponse<R>> {
    return session.withToken((authToken) => sendTo(route, args, { ...options, authToken }))
  }

  return {
    login: () => session.login(),
    limits: async () => (await session.current()).limits,
    authorize: (photos) => call('authorize', { body: { photos } }),
    parts: (photoId) => call('parts', { params: { photoId }, body: {} }),
    confirm: (photoIds) => call('confirm', { body: { photoIds } }),
    gallery: (query = {}) => call('gallery', { query }),
    photo: (photoId) => call('photo', { params: { photoId } }),
    async deletePhoto(photoId) {
      await call('deletePhoto', { params: { photoId } })
    },
    editPhoto: (photoId, operations) => call('editPhoto', { params: { photoId }, body: { operations } }),
    fileLinks: (photoIds, ttlSeconds) =>
      call('fileLinks', { body: { photoIds, ...(ttlSeconds === undefined ? {} : { ttlSeconds }) } }),
    jsSdkConfig: (url) => call('jsSdkConfig', { query: { url } }),
    ingest: (pickId, mediaIds) => call('ingests', { body: { pickId, mediaIds } }),
    ingestState: (ingestId) => call('ingest', { params: { ingestId } }),
    async deleteAccount() {
      await call('deleteAccount', {})
      session.end()
    },
  }
}

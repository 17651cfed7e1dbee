import type {
  ConfirmationsResponse,
  LoginResponse,
  Photo,
  PhotoPage,
  PhotoPageQuery,
  UploadGrantRequest,
  UploadGrantsResponse,
  UploadLimits,
} from '@photolift/contracts'
import type { Clock, HttpStack } from '@photolift/platform'

/** Gets a fresh one-time code from the platform (`wx.login`); undefined where the service knows the caller otherwise. */
export type LoginCodeSource = () => Promise<string | undefined>

export interface ApiClientOptions {
  /** The service's address without a trailing slash, such as `https://api.example.com`. */
  baseUrl: string
  http: Pick<HttpStack, 'send'>
  clock: Clock
  loginCode: LoginCodeSource
}

/**
 * The Photolift service. Logs in at the first call or when told to, once however many calls wait for it, and again when a
 * token is about to end or is refused. Every call rejects with AppError.
 */
export interface ApiClient {
  login(): Promise<LoginResponse>
  limits(): Promise<UploadLimits>
  authorize(photos: UploadGrantRequest[]): Promise<UploadGrantsResponse>
  confirm(photoIds: string[]): Promise<ConfirmationsResponse>
  gallery(query?: PhotoPageQuery): Promise<PhotoPage>
  photo(photoId: string): Promise<Photo>
  deletePhoto(photoId: string): Promise<void>
  /** Deletes the account with all its photos, and forgets the token. */
  deleteAccount(): Promise<void>
}

export declare function createApiClient(options: ApiClientOptions): ApiClient

import type { PhotoContentType } from './content-type.js'

/** `POST /v1/login`, with one code at most. Under `LOGIN=cloudrun` the platform tells who calls and the code is absent. */
export interface LoginRequest {
  /** One-time code from `wx.login`: single use, 5 minutes. */
  loginCode?: string
  /** One-time code that `GET /v1/web-login/callback` has given to the web page: single use, a minute. */
  webCode?: string
  /** One-time code that `photolift desk-code` has issued to somebody outside WeChat: single use. */
  deskCode?: string
}

export interface LoginResponse {
  /** Bearer token for every other route. */
  authToken: string
  /** ISO 8601 UTC. */
  expiresAt: string
  /** ISO 8601 UTC; clients measure lifetimes from it, never from the phone's clock alone. */
  serverTime: string
  user: { userId: string }
  limits: UploadLimits
}

/** What the service accepts, so that a client can refuse before it sends. */
export interface UploadLimits {
  photoMaxBytes: number
  contentTypes: PhotoContentType[]
  /** Photos in one authorize or confirm call. */
  photosPerCall: number
}

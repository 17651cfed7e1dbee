/** `GET /v1/js-sdk-config` */
export interface JsSdkConfigQuery {
  /** The page's address as the browser shows it, query included, without `#…`; its origin is one of `H5_ORIGINS`. */
  url: string
}

/** What `wx.config` of the JS-SDK takes, besides the list of calls. */
export interface JsSdkConfig {
  /** Of the service account. */
  appId: string
  /** Unix seconds. */
  timestamp: number
  nonceStr: string
  /** Lower-case hex SHA-1. */
  signature: string
}

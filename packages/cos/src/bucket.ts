/** Where a bucket is. */
export interface CosBucket {
  /** `<name>-<appid>`, such as `photos-1250000000`. */
  bucket: string
  /** Such as `ap-guangzhou`. */
  region: string
  /** Origin of another endpoint for the same bucket: an emulator or a custom domain. COS's own host when absent. */
  endpoint?: string
}

/** A key pair, permanent, or temporary with its session token. */
export interface CosCredential {
  secretId: string
  secretKey: string
  cosSessionToken?: string
}

/** The cloud environment that belongs to the mini-program, and its own bucket. */
export interface CloudEnvironment {
  /** Id of the environment. */
  env: string
  /** `<4 hex>-<env>-<digits>`. */
  bucket: string
  region: string
  /** Of the mini-program, `wx…`. */
  appid: string
}

/** Constant for an environment, so that a file id can be composed: `cloud://<env>.<bucket>/<path>`. */
export function cloudFileIdOf({ env, bucket }: CloudEnvironment, key: string): string {
  return `cloud://${env}.${bucket}/${key}`
}

/** @returns the path that a file id names; undefined when it is no file id of this environment */
export function keyOfCloudFileId(environment: CloudEnvironment, fileId: string): string | undefined {
  const prefix = cloudFileIdOf(environment, '')
  return fileId.startsWith(prefix) && fileId.length > prefix.length ? fileId.slice(prefix.length) : undefined
}

/** The parts of `cloud://<environment>.<bucket>/<key>`. */
export interface CloudFile {
  cloudEnv: string
  bucket: string
  key: string
}

export function composeCloudFileId({ cloudEnv, bucket, key }: CloudFile): string {
  return `cloud://${cloudEnv}.${bucket}/${key}`
}

/** @returns undefined for what is no such id */
export function parseCloudFileId(cloudFileId: string): CloudFile | undefined {
  const [, cloudEnv, bucket, key] = /^cloud:\/\/([\w-]+)\.([\w-]+)\/(.+)$/s.exec(cloudFileId) ?? []
  return cloudEnv === undefined || bucket === undefined || key === undefined ? undefined : { cloudEnv, bucket, key }
}

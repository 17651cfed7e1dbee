import type { Environment } from '../configuration/environment.js'

/** The address of the bucket that the variables name; undefined where they name none. */
export function bucketAddress({ COS_BUCKET, COS_REGION, COS_ENDPOINT }: Environment): string | undefined {
  if (COS_ENDPOINT !== undefined) return COS_ENDPOINT
  if (COS_BUCKET === undefined || COS_REGION === undefined) return undefined
  return `https://${COS_BUCKET}.cos.${COS_REGION}.myqcloud.com`
}

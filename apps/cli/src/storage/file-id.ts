import { AppError } from '@photolift/contracts'

/** What a person names a stored thing by. */
export type GivenId =
  /** `cos://<bucket>/<key>` */
  | { kind: 'cos'; bucket: string; key: string }
  /** `cloud://<env>.<bucket>/<key>` */
  | { kind: 'cloud'; cloudEnv: string; bucket: string; key: string }
  | { kind: 'photo'; photoId: string }

/** @throws AppError REQUEST_INVALID for what begins like a file id and is none */
export function parseId(id: string): GivenId {
  const scheme = /^(\w+):\/\//.exec(id)?.[1]
  if (scheme === undefined) {
    if (isPhotoId(id)) return { kind: 'photo', photoId: id }
    throw new AppError('REQUEST_INVALID', 'neither cloud://…, nor cos://…, nor the id of a photo')
  }
  const cos = /^cos:\/\/([a-z0-9-]+)\/(.+)$/s.exec(id)
  if (cos) return { kind: 'cos', bucket: cos[1] as string, key: cos[2] as string }
  const cloud = /^cloud:\/\/([\w-]+)\.([\w-]+)\/(.+)$/s.exec(id)
  if (cloud) return { kind: 'cloud', cloudEnv: cloud[1] as string, bucket: cloud[2] as string, key: cloud[3] as string }
  throw new AppError('REQUEST_INVALID', 'no file id: cloud://<environment>.<bucket>/<path> or cos://<bucket>/<key>')
}

/** Whether this can be the id of a photo: they are the service's own; a path or an address is none of them. */
export function isPhotoId(id: string): boolean {
  return /^[\w-]{1,64}$/.test(id)
}

export function cosFileId(bucket: string, key: string): string {
  return `cos://${bucket}/${key}`
}

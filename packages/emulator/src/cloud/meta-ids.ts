import { createHmac, timingSafeEqual } from 'node:crypto'

/** What `x-cos-meta-fileid` says of an object. */
export interface MetaStatement {
  /** Whose file it is; empty: the administrator's. */
  openid: string
  bucket: string
  /** As it was given, with or without a leading `/`. */
  path: string
  /** The digits that the bucket's name ends in. */
  appid: string
  /** Of the mini-program, `wx…`. */
  mpAppId: string
}

/**
 * Signed statements of who owns a path. They can be made for paths and buckets that do not exist; the real ones look
 * otherwise, and nobody outside WeChat can read them.
 *
 * @see cloud hosting documents: COS SDK on a server, file metadata
 */
export class MetaIds {
  constructor(private readonly mpAppId: string) {}

  encode({ openid, bucket, path }: Pick<MetaStatement, 'openid' | 'bucket' | 'path'>): string {
    const appid = bucket.slice(bucket.lastIndexOf('-') + 1)
    const text = Buffer.from(JSON.stringify([openid, bucket, path, appid, this.mpAppId]))
    return Buffer.concat([sign(text), text]).toString('base64')
  }

  /** @returns undefined when it was not made here */
  decode(metaId: string): MetaStatement | undefined {
    const bytes = Buffer.from(metaId, 'base64')
    const text = bytes.subarray(SIGNATURE_BYTES)
    if (bytes.length <= SIGNATURE_BYTES || !timingSafeEqual(bytes.subarray(0, SIGNATURE_BYTES), sign(text))) {
      return undefined
    }
    const [openid, bucket, path, appid, mpAppId] = JSON.parse(text.toString()) as [
      string,
      string,
      string,
      string,
      string,
    ]
    return mpAppId === this.mpAppId ? { openid, bucket, path, appid, mpAppId } : undefined
  }
}

const SIGNATURE_BYTES = 20

/** The same in every run, because objects outlive a run in a data folder. */
const SECRET = 'emulatorMetaSecretForLoopbackOnly'

function sign(text: Buffer): Buffer {
  return createHmac('sha1', SECRET).update(text).digest()
}

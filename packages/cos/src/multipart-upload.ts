import { AppError, UPLOAD_GRANT_TTL_MAX_SECONDS } from '@photolift/contracts'
import type { CosBucket } from './bucket.js'
import type { CosDriver } from './cos-driver.js'
import type { CredentialSource, HeldCredential } from './credential-source.js'
import { requireObjectKey } from './object-key.js'
import type { MultipartUpload, ObjectStore, StoredPart } from './object-store.js'
import { createPartUrlSigner } from './part-url.js'
import { perCredential } from './per-credential.js'

type MultipartCalls = Pick<
  ObjectStore,
  'initiateMultipart' | 'listParts' | 'signPartUrls' | 'completeMultipart' | 'abortMultiparts'
>

export interface MultipartAccess {
  bucket: CosBucket
  credentials: CredentialSource
  call: CosDriver
  /** What the object carries as `x-cos-meta-…`. */
  metadataOf(object: { key: string; ownerOpenid?: string }): Promise<Record<string, string>>
  /** The end of what is signed: that of its key at the latest. */
  notAfter(held: HeldCredential, asked: Date): Date
}

/**
 * Objects that arrive in parts. A client gets URLs for single parts; to begin, list, complete and abort is for who holds the keys.
 *
 * @see https://cloud.tencent.com/document/product/436/14112 (multipart upload)
 */
export function createMultipartCalls({ bucket, credentials, call, ...access }: MultipartAccess): MultipartCalls {
  const signerOf = perCredential((credential) => createPartUrlSigner(bucket, credential))

  return {
    async initiateMultipart({ contentType, ...object }) {
      requireObjectKey(object.key)
      const metadata = await access.metadataOf(object)
      const { UploadId } = await call((cos) =>
        cos.multipartInit({
          ...placeOf(object.key),
          ContentType: contentType,
          ACL: 'private',
          StorageClass: 'STANDARD',
          ...metadata,
        }),
      )
      return UploadId
    },

    async listParts(upload) {
      const parts: StoredPart[] = []
      for (let marker: string | undefined = '0'; marker !== undefined; ) {
        const page = await pageOfParts(upload, marker)
        if (page === undefined) return undefined
        parts.push(...page.parts)
        marker = page.next
      }
      return parts
    },

    async signPartUrls(upload, { parts, validFrom, expiresAt: asked }) {
      requireObjectKey(upload.key)
      const held = await credentials.get(UPLOAD_GRANT_TTL_MAX_SECONDS * 1_000)
      const expiresAt = access.notAfter(held, asked)
      const sign = signerOf(held.credential)
      return { urls: parts.map((part) => sign({ ...upload, ...part, validFrom, expiresAt })), expiresAt }
    },

    async completeMultipart(upload, parts) {
      const Parts = parts.map(({ partNumber, etag }) => ({ PartNumber: partNumber, ETag: etag }))
      return call((cos) => cos.multipartComplete({ ...placeOf(upload.key), UploadId: upload.uploadId, Parts })).then(
        () => 'completed' as const,
        (error: unknown) => {
          if (isRefusal(error, 'NoSuchUpload')) return 'upload-missing'
          if (isRefusal(error, 'InvalidPart')) return 'parts-changed'
          throw error
        },
      )
    },

    async abortMultiparts(uploads) {
      const waiting = uploads.values()
      await Promise.all(Array.from({ length: ABORTS_AT_ONCE }, () => abortEach(waiting)))
    },
  }

  async function abortEach(uploads: Iterable<MultipartUpload>): Promise<void> {
    for (const { key, uploadId } of uploads) {
      await call((cos) => cos.multipartAbort({ ...placeOf(key), UploadId: uploadId })).catch((error: unknown) => {
        if (!isRefusal(error, 'NoSuchUpload')) throw error
      })
    }
  }

  async function pageOfParts({ key, uploadId }: MultipartUpload, marker: string) {
    const answer = await call((cos) =>
      cos.multipartListPart({ ...placeOf(key), UploadId: uploadId, PartNumberMarker: marker }),
    ).catch((error: unknown) => {
      if (isRefusal(error, 'NoSuchUpload')) return undefined
      throw error
    })
    if (answer === undefined) return undefined
    const { Part, IsTruncated, NextPartNumberMarker } = answer
    const parts = (Part as unknown as readonly ListedPart[]).map(({ PartNumber, Size, ETag }) => ({
      partNumber: Number(PartNumber),
      byteLength: Number(Size),
      etag: ETag.replaceAll('"', ''),
    }))
    return { parts, next: IsTruncated === 'true' ? String(NextPartNumberMarker) : undefined }
  }

  function placeOf(key: string) {
    requireObjectKey(key)
    return { Bucket: bucket.bucket, Region: bucket.region, Key: key }
  }
}

/** What the driver really gives: the texts of the XML, whatever its types say. */
interface ListedPart {
  PartNumber: string
  Size: string
  ETag: string
}

function isRefusal(error: unknown, cosErrorCode: string): boolean {
  return error instanceof AppError && error.cosErrorCode === cosErrorCode
}

/** COS has no call that aborts several. */
const ABORTS_AT_ONCE = 8

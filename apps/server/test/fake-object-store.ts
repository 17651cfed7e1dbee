import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type {
  MultipartUpload,
  ObjectProof,
  ObjectStore,
  ReadUrl,
  StorageAbility,
  StoredPart,
  UploadForm,
} from '@photolift/cos'
import { md5 } from './photo-bytes.js'
import { testStorage } from './test-storage.js'

interface FakeObject {
  bytes: Buffer
  contentType: string
  /** Its ETag, where it is not the MD5: that of an object that came in parts. */
  etag?: string
}

/** A call on the store, and on which side of what it does. */
export type Moment = `${'before' | 'after'} ${StoreCall}`

type StoreCall =
  | 'copy'
  | 'prove'
  | 'deleteMany'
  | 'read'
  | 'write'
  | 'initiateMultipart'
  | 'listParts'
  | 'completeMultipart'
  | 'abortMultiparts'

/** A bucket in memory that lets a test do something at any moment of a confirm or an edit. */
export class FakeObjectStore implements ObjectStore {
  readonly kind = testStorage
  readonly abilities: ReadonlySet<StorageAbility> = new Set<StorageAbility>([
    'upload-forms',
    'multipart',
    'copy',
    'prove',
    'write',
    'read',
    'delete',
    'list',
    'read-urls',
    testStorage === 'cos' ? 'image-operations' : 'cloud-file-ids',
  ])
  readonly objects = new Map<string, FakeObject>()
  /** Uploads that were begun and neither completed nor aborted, by their ids. */
  readonly uploads = new Map<string, { key: string; contentType: string; parts: Map<number, Buffer> }>()
  readonly calls: string[] = []
  private uploadCount = 0
  private readonly plans: { moment: Moment; action: () => void | Promise<void> }[] = []

  /** Does `action` once, at the next such moment; further plans for the same moment meet further calls. */
  at(moment: Moment, action: () => void | Promise<void>): void {
    this.plans.push({ moment, action })
  }

  /** What a form does: it writes the key that it was granted. */
  post(key: string, bytes: Buffer, contentType = 'image/jpeg'): void {
    this.objects.set(key, { bytes, contentType })
  }

  /** What a part's URL does. */
  putPart(uploadId: string, partNumber: number, bytes: Buffer): void {
    this.uploads.get(uploadId)?.parts.set(partNumber, bytes)
  }

  initiateMultipart({ key, contentType }: { key: string; contentType: string }): Promise<string> {
    return this.run('initiateMultipart', () => {
      const uploadId = `upload-${++this.uploadCount}`
      this.uploads.set(uploadId, { key, contentType, parts: new Map() })
      return uploadId
    })
  }

  listParts({ uploadId }: MultipartUpload): Promise<StoredPart[] | undefined> {
    return this.run('listParts', () => {
      const parts = this.uploads.get(uploadId)?.parts
      return parts && [...parts].sort(([a], [b]) => a - b).map(([partNumber, bytes]) => toStoredPart(partNumber, bytes))
    })
  }

  async signPartUrls(
    { key, uploadId }: MultipartUpload,
    { parts, expiresAt }: Parameters<ObjectStore['signPartUrls']>[1],
  ): ReturnType<ObjectStore['signPartUrls']> {
    const url = `https://bucket.example/${key}?uploadId=${uploadId}`
    return { urls: parts.map(({ partNumber }) => `${url}&partNumber=${partNumber}`), expiresAt }
  }

  completeMultipart(
    { uploadId }: MultipartUpload,
    named: readonly StoredPart[],
  ): ReturnType<ObjectStore['completeMultipart']> {
    return this.run('completeMultipart', () => {
      const upload = this.uploads.get(uploadId)
      if (upload === undefined) return 'upload-missing'
      const parts = named.map(({ partNumber, etag }) => {
        const bytes = upload.parts.get(partNumber)
        return bytes !== undefined && md5(bytes) === etag ? bytes : undefined
      })
      if (parts.includes(undefined)) return 'parts-changed'
      const bytes = Buffer.concat(parts as Buffer[])
      const { key, contentType } = upload
      this.objects.set(key, { bytes, contentType, etag: `${'0'.repeat(32)}-${parts.length}` })
      this.uploads.delete(uploadId)
      return 'completed'
    })
  }

  abortMultiparts(uploads: readonly MultipartUpload[]): Promise<void> {
    return this.run('abortMultiparts', () => {
      for (const { uploadId } of uploads) this.uploads.delete(uploadId)
    })
  }

  copy({ fromKey, toKey, ifMatch, contentType }: Parameters<ObjectStore['copy']>[0]): ReturnType<ObjectStore['copy']> {
    return this.run('copy', () => {
      const source = this.objects.get(fromKey)
      if (source === undefined) return 'source-missing'
      if (ifMatch !== undefined && etagOf(source) !== ifMatch) return 'source-changed'
      // Whether COS gives the copy of such an object an MD5 is «unconfirmed»: here it keeps what its source has.
      this.objects.set(toKey, { ...source, contentType })
      return 'copied'
    })
  }

  prove(key: string, prefixBytes: number): Promise<ObjectProof | undefined> {
    return this.run('prove', () => {
      const object = this.objects.get(key)
      if (object === undefined) return undefined
      const { bytes, contentType } = object
      return { byteLength: bytes.length, etag: etagOf(object), contentType, prefix: bytes.subarray(0, prefixBytes) }
    })
  }

  deleteMany(keys: readonly string[]): Promise<void> {
    return this.run('deleteMany', () => {
      for (const key of keys) this.objects.delete(key)
    })
  }

  async signUploadForms(requests: Parameters<ObjectStore['signUploadForms']>[0]): Promise<UploadForm[]> {
    return requests.map(({ key, contentType, expiresAt }) => ({
      url: 'https://bucket.example/',
      fields: { key, 'Content-Type': contentType },
      fileField: 'file',
      expiresAt,
    }))
  }

  write({ key, open, contentType }: Parameters<ObjectStore['write']>[0]): ReturnType<ObjectStore['write']> {
    return this.run('write', async () => {
      const bytes = await buffer(open())
      this.objects.set(key, { bytes, contentType })
      return { etag: md5(bytes) }
    })
  }

  read({ key, start = 0 }: Parameters<ObjectStore['read']>[0]): ReturnType<ObjectStore['read']> {
    return this.run('read', () => {
      const object = this.objects.get(key)
      if (object === undefined) return undefined
      const { bytes, contentType } = object
      const body = Readable.from([bytes.subarray(start)], { objectMode: false })
      return { byteLength: bytes.length, etag: etagOf(object), contentType, body }
    })
  }

  async list({ prefix }: Parameters<ObjectStore['list']>[0]): ReturnType<ObjectStore['list']> {
    const found = [...this.objects].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1))
    const lastModifiedAt = new Date(0)
    return {
      objects: found.map(([key, { bytes }]) => ({ key, byteLength: bytes.length, etag: md5(bytes), lastModifiedAt })),
    }
  }

  async readUrls(requests: Parameters<ObjectStore['readUrls']>[0]): Promise<ReadUrl[]> {
    return requests.map(({ key, validUntil }) => ({ url: `https://bucket.example/${key}`, expiresAt: validUntil }))
  }

  cloudFileId(key: string): string | undefined {
    return testStorage === 'cos' ? undefined : `cloud://env.bucket/${key}`
  }

  async checkAccess(): Promise<void> {}

  private async run<T>(call: StoreCall, work: () => T | Promise<T>): Promise<T> {
    this.calls.push(call)
    await this.meet(`before ${call}`)
    const result = await work()
    await this.meet(`after ${call}`)
    return result
  }

  private async meet(moment: Moment): Promise<void> {
    const index = this.plans.findIndex((plan) => plan.moment === moment)
    if (index >= 0) await this.plans.splice(index, 1)[0]?.action()
  }
}

function etagOf({ bytes, etag }: FakeObject): string {
  return etag ?? md5(bytes)
}

function toStoredPart(partNumber: number, bytes: Buffer): StoredPart {
  return { partNumber, byteLength: bytes.length, etag: md5(bytes) }
}

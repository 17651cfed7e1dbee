import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { AppError, detectContentType, PHOTO_CONTENT_TYPES, type PhotoContentType } from '@photolift/contracts'
import type { ObjectStore } from '@photolift/cos'
import type { MediaStore, OpenedMedia } from '@photolift/wechat-api'
import { judgeCopy, judgeMd5 } from '../confirm/judge-copy.js'
import { type PictureSize, pictureSize } from '../confirm/picture-size.js'

export interface FetchDeps {
  media: MediaStore
  store: Pick<ObjectStore, 'write' | 'prove'>
  photoMaxBytes: number
}

export interface MediaToFetch {
  mediaId: string
  /** Made up by this very attempt. */
  key: string
  /** Whose it is to WeChat's clients. */
  ownerOpenid: string
  signal: AbortSignal
}

/** What is stored under the key now, and proven. */
export interface FetchedMedia {
  byteLength: number
  contentType: PhotoContentType
  contentMd5: string
  size: PictureSize | undefined
}

/** Takes pictures from WeChat to the bucket. */
export class MediaFetcher {
  private collecting: Promise<unknown> = Promise.resolve()

  constructor(private readonly deps: FetchDeps) {}

  /**
   * Streams one picture: what COS wants to know ahead, its length, WeChat says. A picture without a length is collected first, of which an
   * instance holds one at a time. What is stored is judged as confirm judges a copy.
   *
   * @throws AppError PHOTO_EMPTY, PHOTO_TOO_LARGE, PHOTO_TYPE_UNSUPPORTED; as `MediaStore.open` does; STORAGE_UNAVAILABLE and others of the
   *   storage; after any of them there may be an object under the key
   */
  async fetch(request: MediaToFetch): Promise<FetchedMedia> {
    const { mediaId, signal } = request
    const media = await this.deps.media.open(mediaId, { signal })
    try {
      const contentType = this.judgeHead(media)
      return media.byteLength === undefined
        ? await this.collectInTurn(request, media, contentType)
        : await this.store(request, { byteLength: media.byteLength, contentType, body: media.body })
    } finally {
      media.body.destroy()
    }
  }

  private judgeHead({ byteLength, prefix }: OpenedMedia): PhotoContentType {
    const { photoMaxBytes } = this.deps
    if (prefix.length === 0) throw new AppError('PHOTO_EMPTY', 'WeChat gives no byte')
    const contentType = detectContentType(prefix)
    if (contentType === undefined)
      throw new AppError('PHOTO_TYPE_UNSUPPORTED', `the first bytes are of none of ${PHOTO_CONTENT_TYPES.join(', ')}`)
    if (byteLength !== undefined && byteLength > photoMaxBytes)
      throw new AppError('PHOTO_TOO_LARGE', `byteLength ${byteLength} > ${photoMaxBytes}`)
    return contentType
  }

  private collectInTurn(
    request: MediaToFetch,
    { body }: OpenedMedia,
    contentType: PhotoContentType,
  ): Promise<FetchedMedia> {
    const turn = this.collecting.then(async () => {
      const chunks: Buffer[] = []
      let byteLength = 0
      const most = Math.min(this.deps.photoMaxBytes, COLLECT_MAX_BYTES)
      for await (const chunk of body as AsyncIterable<Buffer>) {
        byteLength += chunk.length
        if (byteLength > most) throw new AppError('PHOTO_TOO_LARGE', `more than ${most} bytes came`)
        chunks.push(chunk)
      }
      return this.store(request, { byteLength, contentType, body: Readable.from(chunks, { objectMode: false }) })
    })
    // The next one's turn comes however this one ends.
    this.collecting = turn.catch(() => {})
    return turn
  }

  private async store(
    { key, ownerOpenid, signal }: MediaToFetch,
    { byteLength, contentType, body }: { byteLength: number; contentType: PhotoContentType; body: Readable },
  ): Promise<FetchedMedia> {
    const hash = createHash('md5')
    let isOpen = false
    const open = () => {
      // The bytes come once: another try asks WeChat anew, after a pause.
      if (isOpen) throw new AppError('STORAGE_UNAVAILABLE', 'the bucket did not take the bytes at the first try')
      isOpen = true
      return Readable.from(hashed(body, hash), { objectMode: false })
    }
    await this.deps.store.write({ key, open, byteLength, contentType, ownerOpenid, signal })
    const contentMd5 = hash.digest('hex')
    const proof = await this.deps.store.prove(key, PROOF_PREFIX_BYTES)
    const problem =
      proof === undefined
        ? 'there is no object'
        : (judgeCopy({ byteLength, contentType }, proof) ?? judgeMd5({ contentMd5 }, proof.etag))?.message
    if (proof === undefined || problem !== undefined)
      throw new AppError('STORAGE_UNAVAILABLE', `what was just written is not there: ${problem}`)
    return { byteLength, contentType, contentMd5, size: pictureSize(contentType, proof.prefix) }
  }
}

/** Enough to tell the type, and the size in pixels of most pictures. */
const PROOF_PREFIX_BYTES = 32 * 1024

/** WeChat takes pictures of 10 MB at most. */
const COLLECT_MAX_BYTES = 20 * 1024 * 1024

async function* hashed(body: Readable, hash: ReturnType<typeof createHash>): AsyncGenerator<Buffer> {
  for await (const chunk of body as AsyncIterable<Buffer>) {
    hash.update(chunk)
    yield chunk
  }
}

import type { ObjectProof, ObjectStore } from '@photolift/cos'
import { md5 } from './photo-bytes.js'

interface FakeObject {
  bytes: Buffer
  contentType: string
}

/** A call on the store, and on which side of what it does. */
export type Moment = `${'before' | 'after'} ${'copy' | 'prove' | 'deleteMany'}`

/** A bucket in memory that lets a test do something at any moment of a confirm. */
export class FakeObjectStore implements ObjectStore {
  readonly objects = new Map<string, FakeObject>()
  readonly calls: string[] = []
  private readonly plans: { moment: Moment; action: () => void | Promise<void> }[] = []

  /** Does `action` once, at the next such moment; further plans for the same moment meet further calls. */
  at(moment: Moment, action: () => void | Promise<void>): void {
    this.plans.push({ moment, action })
  }

  /** What a form does: it writes the key that it was granted. */
  post(key: string, bytes: Buffer, contentType = 'image/jpeg'): void {
    this.objects.set(key, { bytes, contentType })
  }

  copy({ fromKey, toKey, ifMatch, contentType }: Parameters<ObjectStore['copy']>[0]): ReturnType<ObjectStore['copy']> {
    return this.run('copy', () => {
      const source = this.objects.get(fromKey)
      if (source === undefined) return 'source-missing'
      if (md5(source.bytes) !== ifMatch) return 'source-changed'
      this.objects.set(toKey, { bytes: source.bytes, contentType })
      return 'copied'
    })
  }

  prove(key: string, prefixBytes: number): Promise<ObjectProof | undefined> {
    return this.run('prove', () => {
      const object = this.objects.get(key)
      if (object === undefined) return undefined
      const { bytes, contentType } = object
      return { byteLength: bytes.length, etag: md5(bytes), contentType, prefix: bytes.subarray(0, prefixBytes) }
    })
  }

  deleteMany(keys: readonly string[]): Promise<void> {
    return this.run('deleteMany', () => {
      for (const key of keys) this.objects.delete(key)
    })
  }

  async imageSize(): Promise<undefined> {
    return undefined
  }

  readUrl({ key }: { key: string }): string {
    return `https://bucket.example/${key}`
  }

  async checkAccess(): Promise<void> {}

  private async run<T>(call: 'copy' | 'prove' | 'deleteMany', work: () => T): Promise<T> {
    this.calls.push(call)
    await this.meet(`before ${call}`)
    const result = work()
    await this.meet(`after ${call}`)
    return result
  }

  private async meet(moment: Moment): Promise<void> {
    const index = this.plans.findIndex((plan) => plan.moment === moment)
    if (index >= 0) await this.plans.splice(index, 1)[0]?.action()
  }
}

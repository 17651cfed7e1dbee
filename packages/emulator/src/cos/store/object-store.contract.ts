import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { ObjectStore, StoredContent, StoredObject } from './object-store.js'

const NO_ATTRIBUTES = { headers: {}, metadata: {}, acl: 'default', grants: {}, storageClass: 'STANDARD' }

/** What every store promises. */
export function objectStoreContract(createStore: () => ObjectStore): void {
  describe('an object store', () => {
    let store: ObjectStore
    beforeEach(() => {
      store = createStore()
    })
    afterEach(() => store.close())

    it('shows bytes only once a record names them', async () => {
      const content = await store.writeContent(bytes('photo'))
      const before = store.getObject('a')
      store.putObject(objectOf('a', content))

      expect(before).toBeUndefined()
      expect(store.getObject('a')).toMatchObject({ key: 'a', byteLength: 5 })
      expect(await text(store.readContent(content))).toBe('photo')
    })

    it('reads a range, and nothing of an empty object', async () => {
      const content = await store.writeContent(bytes('0123456789'))
      const empty = await store.writeContent(bytes(''))

      expect(await text(store.readContent(content, 2, 5))).toBe('234')
      expect(await text(store.readContent(empty))).toBe('')
    })

    it('keeps a download whole while its object is replaced and deleted', async () => {
      store.putObject(objectOf('a', await store.writeContent(bytes('first'))))
      const download = store.readContent(store.getObject('a') as StoredObject)

      store.putObject(objectOf('a', await store.writeContent(bytes('second'))))
      store.deleteObject('a')

      expect(await text(download)).toBe('first')
    })

    it('keeps bytes that two objects share until both are gone', async () => {
      const content = await store.writeContent(bytes('shared'))
      store.putObject(objectOf('a', content))
      store.putObject(objectOf('b', content))

      store.deleteObject('a')
      const stillThere = await text(store.readContent(content))
      store.deleteObject('b')

      expect(stillThere).toBe('shared')
      expect(() => store.readContent(content)).toThrow(content.contentId)
    })

    it('keeps nothing of bytes that stop coming', async () => {
      async function* broken(): AsyncGenerator<Uint8Array> {
        yield Buffer.from('half')
        throw new Error('connection lost')
      }

      await expect(store.writeContent(broken())).rejects.toThrow('connection lost')
      expect([...store.listObjects('')]).toEqual([])
    })

    it('lists keys in the order of their UTF-8 bytes', async () => {
      const content = await store.writeContent(bytes('x'))
      // In UTF-16 the emoji's surrogates would come before U+FF21.
      for (const key of ['Ａ', '😀', 'b', 'a/b', 'a', 'B']) store.putObject(objectOf(key, content))

      expect([...store.listObjects('')].map(({ key }) => key)).toEqual(['B', 'a', 'a/b', 'b', 'Ａ', '😀'])
      expect([...store.listObjects('a')].map(({ key }) => key)).toEqual(['a/b', 'b', 'Ａ', '😀'])
    })

    it('replaces a part of the same number and gives its bytes up', async () => {
      store.createUpload({ ...NO_ATTRIBUTES, uploadId: 'u', key: 'a', initiatedMs: 0 })
      const first = await store.writeContent(bytes('first'))
      store.putPart('u', { ...first, partNumber: 1, lastModifiedMs: 0 })

      store.putPart('u', { ...(await store.writeContent(bytes('second'))), partNumber: 1, lastModifiedMs: 0 })

      expect(store.listParts('u').map(({ byteLength }) => byteLength)).toEqual([6])
      expect(() => store.readContent(first)).toThrow(first.contentId)
    })

    it('makes an upload an object and forgets its parts in one step', async () => {
      store.createUpload({ ...NO_ATTRIBUTES, uploadId: 'u', key: 'a', initiatedMs: 0 })
      const part = await store.writeContent(bytes('part'))
      store.putPart('u', { ...part, partNumber: 1, lastModifiedMs: 0 })

      store.completeUpload('u', objectOf('a', await store.writeContent(bytes('whole'))))

      expect(store.getUpload('u')).toBeUndefined()
      expect(store.getObject('a')).toMatchObject({ byteLength: 5 })
      expect(() => store.readContent(part)).toThrow(part.contentId)
    })

    it('keeps CORS rules until they are taken away', () => {
      const rules = [{ allowedOrigins: ['*'], allowedMethods: ['GET'], allowedHeaders: [], exposeHeaders: [] }]

      store.setCorsRules(rules)
      const kept = store.getCorsRules()
      store.setCorsRules(undefined)

      expect(kept).toEqual(rules)
      expect(store.getCorsRules()).toBeUndefined()
    })
  })
}

export async function* bytes(content: string): AsyncGenerator<Uint8Array> {
  if (content !== '') yield Buffer.from(content)
}

export function objectOf(key: string, { md5, ...content }: StoredContent): StoredObject {
  return { ...NO_ATTRIBUTES, ...content, key, etag: md5, lastModifiedMs: 0 }
}

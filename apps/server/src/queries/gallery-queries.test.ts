import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Database, PhotoRow } from '@photolift/database'
import { migrate } from '@photolift/database'
import { CompiledQuery } from 'kysely'
import { photoRow } from '../../test/photo-row.js'
import { createTestDatabase, type TestDatabase } from '../../test/test-database.js'
import { newGalleryKey } from '../gallery/gallery-key.js'
import { newId } from '../new-id.js'
import { createGalleryQueries, galleryPageQuery } from './gallery-queries.js'

let testDatabase: TestDatabase
let database: Database

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = await testDatabase.open()
  await migrate(database)
  const rows = Array.from({ length: 300 }, (_, index) => galleryRow({ position: index, pickedAt: 1_000 + (index % 7) }))
  await database.queries.insertInto('photo').values(rows).execute()
})
afterAll(async () => {
  await database.close()
  await testDatabase.drop()
})

const userId = newId()

function galleryRow({ position, pickedAt }: { position: number; pickedAt: number }): PhotoRow {
  const row = photoRow({ userId, position, createdAt: pickedAt, status: position % 3 === 0 ? 'pending' : 'ready' })
  return { ...row, galleryKey: newGalleryKey({ pickedAt, position, photoId: row.photoId }) }
}

describe('the query for a page', () => {
  it('reads a range of its index and sorts nothing', async () => {
    const query = galleryPageQuery(database, { userId, after: 'm', limit: 30 })
    const explain = database.kind === 'sqlite' ? 'explain query plan' : 'explain'

    const { rows } = await database.queries.executeQuery(
      CompiledQuery.raw(`${explain} ${query.sql}`, [...query.parameters]),
    )

    const plan =
      database.kind === 'sqlite'
        ? { detail: 'SEARCH photo USING INDEX photo_gallery (userId=? AND status=? AND galleryKey<?)' }
        : { key: 'photo_gallery', type: 'range' }
    expect(rows).toMatchObject([plan])
    expect(JSON.stringify(rows)).not.toMatch(/filesort|TEMP B-TREE/)
  })

  it('gives every ready photo exactly once, page by page, newest pick first and in picked order', async () => {
    const gallery = createGalleryQueries(database)
    const seen: PhotoRow[] = []

    for (let after: string | undefined; ; after = seen.at(-1)?.galleryKey) {
      const page = await gallery.page({ userId, after, limit: 30 })
      seen.push(...page)
      if (page.length < 30) break
    }

    expect(seen).toHaveLength(200)
    expect(new Set(seen.map(({ photoId }) => photoId)).size).toBe(200)
    const inOrder = seen.toSorted((a, b) => b.createdAt - a.createdAt || a.position - b.position)
    expect(seen).toEqual(inOrder)
  })

  it("gives nothing of anybody else's", async () => {
    expect(await createGalleryQueries(database).page({ userId: newId(), limit: 30 })).toEqual([])
  })
})

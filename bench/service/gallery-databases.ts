import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type GalleryRow, galleryRow } from './gallery-rows.ts'
import { createMysqlDatabase } from './mysql-database.ts'

/** An empty database that can be filled faster than a person picks photos. */
export interface GalleryDatabase {
  /** As the service's DATABASE_URL. */
  url: string
  /** Writes `count` photos of one person. @returns the gallery key of the one in the middle */
  fill(userId: string, count: number): Promise<string>
  drop(): Promise<void>
}

export async function createSqliteGallery(): Promise<GalleryDatabase> {
  const file = join(tmpdir(), `photolift-gallery-${randomUUID()}.sqlite`)
  return {
    url: `sqlite:${file}`,
    async fill(userId, count) {
      const database = new DatabaseSync(file)
      const columns = Object.keys(galleryRow(userId, 0))
      const places = columns.map(() => '?').join(', ')
      const insert = database.prepare(`insert into photo (${columns.join(', ')}) values (${places})`)
      database.exec('pragma cache_size = -1000000; begin')
      const middle = await eachBatch(userId, count, (rows) => {
        for (const row of rows) insert.run(...Object.values(row))
      })
      database.exec('commit')
      database.close()
      return middle
    },
    async drop() {
      for (const suffix of ['', '-wal', '-shm']) await rm(file + suffix, { force: true })
    },
  }
}

/** @throws Error with a sentence where no server is reachable */
export async function createMysqlGallery(): Promise<GalleryDatabase> {
  const database = await createMysqlDatabase()
  return {
    url: database.url,
    async fill(userId, count) {
      const connection = await database.connect()
      const columns = Object.keys(galleryRow(userId, 0))
      // The rows are unique by how they are made; checking each of a million costs more than writing it.
      await connection.query('set unique_checks = 0, foreign_key_checks = 0')
      await connection.beginTransaction()
      const middle = await eachBatch(userId, count, (rows) =>
        connection.query(`insert into photo (${columns.join(', ')}) values ?`, [rows.map((row) => Object.values(row))]),
      )
      await connection.commit()
      await connection.end()
      return middle
    },
    drop: database.drop,
  }
}

const ROWS_PER_BATCH = 5_000

async function eachBatch(userId: string, count: number, write: (rows: GalleryRow[]) => unknown): Promise<string> {
  let middle = ''
  for (let place = 0; place < count; place += ROWS_PER_BATCH) {
    const rows = Array.from({ length: Math.min(ROWS_PER_BATCH, count - place) }, (_, index) =>
      galleryRow(userId, place + index),
    )
    middle = rows[Math.floor(count / 2) - place]?.galleryKey ?? middle
    await write(rows)
  }
  return middle
}

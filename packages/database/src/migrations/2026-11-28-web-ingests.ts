import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.js'
import { unlessDone } from './unless-done.js'

/** Pictures that WeChat keeps for a while, to be fetched from there. */
export function ingests({ ascii, whole }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await unlessDone(
        db.schema
          .createTable('ingest')
          .addColumn('ingestId', ascii(32), (column) => column.primaryKey())
          .addColumn('userId', ascii(32), (column) => column.notNull())
          .addColumn('pickId', ascii(64), (column) => column.notNull())
          .addColumn('position', whole, (column) => column.notNull())
          .addColumn('pickedAt', whole, (column) => column.notNull())
          .addColumn('appid', ascii(32), (column) => column.notNull())
          .addColumn('mediaId', ascii(128), (column) => column.notNull())
          .addColumn('state', ascii(16), (column) => column.notNull())
          .addColumn('photoId', ascii(32))
          .addColumn('error', ascii(64))
          .addColumn('createdAt', whole, (column) => column.notNull())
          .addColumn('deadlineAt', whole, (column) => column.notNull())
          .addColumn('dueAt', whole, (column) => column.notNull())
          .addColumn('leaseOwner', ascii(32))
          .addColumn('triedAt', whole)
          .addColumn('tries', whole, (column) => column.notNull())
          .addColumn('objectKey', ascii(255)),
      )
      // Who claims an id first owns it.
      await unlessDone(db.schema.createIndex('ingest_media').unique().on('ingest').columns(['appid', 'mediaId']))
      await unlessDone(db.schema.createIndex('ingest_work').on('ingest').columns(['state', 'deadlineAt']))
      await unlessDone(db.schema.createIndex('ingest_day').on('ingest').columns(['userId', 'createdAt']))
      await unlessDone(db.schema.createIndex('ingest_pick').on('ingest').columns(['userId', 'pickId']))
    },
  }
}

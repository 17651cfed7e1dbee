import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.js'
import { unlessDone } from './unless-done.js'

/** Accounts, photos, and the shared count of requests by address. */
export function firstTables({ ascii, text, whole }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await unlessDone(
        db.schema
          .createTable('account')
          .addColumn('userId', ascii(32), (column) => column.primaryKey())
          .addColumn('wechatIdentity', ascii(160), (column) => column.notNull().unique())
          .addColumn('createdAt', whole, (column) => column.notNull())
          .addColumn('bytesHeld', whole, (column) => column.notNull())
          .addColumn('quotaDay', whole, (column) => column.notNull())
          .addColumn('photosOfDay', whole, (column) => column.notNull())
          .addColumn('grantMinute', whole, (column) => column.notNull())
          .addColumn('grantCalls', whole, (column) => column.notNull())
          .addColumn('lastPickedAt', whole, (column) => column.notNull()),
      )

      await unlessDone(
        db.schema
          .createTable('photo')
          .addColumn('photoId', ascii(32), (column) => column.primaryKey())
          .addColumn('userId', ascii(32), (column) => column.notNull())
          .addColumn('taskId', ascii(64), (column) => column.notNull())
          .addColumn('pickId', ascii(64), (column) => column.notNull())
          .addColumn('position', whole, (column) => column.notNull())
          .addColumn('name', text(255))
          .addColumn('byteLength', whole, (column) => column.notNull())
          .addColumn('contentType', ascii(32), (column) => column.notNull())
          .addColumn('contentMd5', ascii(32), (column) => column.notNull())
          .addColumn('status', ascii(16), (column) => column.notNull())
          .addColumn('rejection', ascii(64))
          .addColumn('incomingKey', ascii(128), (column) => column.notNull())
          .addColumn('finalKey', ascii(128))
          .addColumn('width', whole)
          .addColumn('height', whole)
          .addColumn('createdAt', whole, (column) => column.notNull())
          .addColumn('galleryKey', ascii(32), (column) => column.notNull())
          .addColumn('heldUntil', whole)
          .addColumn('quotaDay', whole, (column) => column.notNull())
          .addUniqueConstraint('photo_task', ['userId', 'taskId']),
      )
      const indexes = {
        photo_content: ['userId', 'contentMd5'],
        photo_pick: ['userId', 'pickId', 'createdAt'],
        photo_gallery: ['userId', 'status', 'galleryKey'],
        photo_held: ['userId', 'heldUntil'],
      }
      for (const [name, columns] of Object.entries(indexes))
        await unlessDone(db.schema.createIndex(name).on('photo').columns(columns))

      await unlessDone(
        db.schema
          .createTable('addressHits')
          .addColumn('address', ascii(64), (column) => column.primaryKey())
          .addColumn('minute', whole, (column) => column.notNull())
          .addColumn('hits', whole, (column) => column.notNull()),
      )
    },
  }
}

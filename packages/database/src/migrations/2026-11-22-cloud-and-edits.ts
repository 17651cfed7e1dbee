import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.js'
import { unlessDone } from './unless-done.js'

/** Edited photos, small pictures that the service makes, and who may force a new WeChat access token. */
export function cloudAndEdits({ ascii, whole }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const columns = {
        sourcePhotoId: ascii(32),
        editDigest: ascii(64),
        thumbnailKey: ascii(128),
        thumbnailRefusal: ascii(64),
      }
      for (const [name, type] of Object.entries(columns))
        await unlessDone(db.schema.alterTable('photo').addColumn(name, type))
      await unlessDone(db.schema.createIndex('photo_edit').on('photo').columns(['userId', 'editDigest']))

      await unlessDone(
        db.schema
          .createTable('wechatRefresh')
          .addColumn('appid', ascii(32), (column) => column.primaryKey())
          .addColumn('claimedAt', whole, (column) => column.notNull()),
      )
    },
  }
}

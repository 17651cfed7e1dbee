import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.js'
import { unlessDone } from './unless-done.js'

/** Codes that let somebody in once: the web page's log-in and people at a desk. */
export function oneTimeCodes({ ascii, text, whole }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await unlessDone(
        db.schema
          .createTable('oneTimeCode')
          .addColumn('codeHash', ascii(64), (column) => column.primaryKey())
          .addColumn('purpose', ascii(16), (column) => column.notNull())
          .addColumn('meaning', text(4_096), (column) => column.notNull())
          .addColumn('expiresAt', whole, (column) => column.notNull()),
      )
      await unlessDone(db.schema.createIndex('one_time_code_end').on('oneTimeCode').columns(['expiresAt']))
    },
  }
}

import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.js'
import { unlessDone } from './unless-done.js'

/** Photos that come in parts. */
export function multipart({ ascii, whole }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await unlessDone(db.schema.alterTable('photo').addColumn('partByteLength', whole))
      await unlessDone(db.schema.alterTable('photo').addColumn('uploadId', ascii(255)))
    },
  }
}

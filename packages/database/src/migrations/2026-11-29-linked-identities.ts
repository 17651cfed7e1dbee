import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.js'
import { unlessDone } from './unless-done.js'

/** People whose web page and mini-program are one account. */
export function linkedIdentities({ ascii, whole }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await unlessDone(db.schema.alterTable('account').addColumn('unionid', ascii(128)))
      await unlessDone(db.schema.alterTable('account').addColumn('storage', ascii(128)))
      await unlessDone(db.schema.createIndex('account_unionid').on('account').columns(['unionid']))

      await unlessDone(
        db.schema
          .createTable('linkedIdentity')
          .addColumn('wechatIdentity', ascii(160), (column) => column.primaryKey())
          .addColumn('userId', ascii(32), (column) => column.notNull())
          .addColumn('linkedAt', whole, (column) => column.notNull()),
      )
      await unlessDone(db.schema.createIndex('linked_identity_account').on('linkedIdentity').columns(['userId']))
    },
  }
}

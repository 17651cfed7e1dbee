import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database.js'

/** Column types of one dialect. Ids, keys and hashes compare byte by byte: in MySQL's default collation `'Task-A' = 'task-a '`. */
export interface ColumnTypes {
  /** Ids, keys, hashes. */
  ascii(maxLength: number): RawBuilder<unknown>
  /** What people write. */
  text(maxLength: number): RawBuilder<unknown>
  /** Whole numbers up to 2^53. */
  whole: 'bigint'
}

export function columnTypes(kind: Database['kind']): ColumnTypes {
  if (kind === 'sqlite') return { ascii: () => sql`text`, text: () => sql`text`, whole: 'bigint' }
  return {
    ascii: (maxLength) => sql`varchar(${sql.lit(maxLength)}) character set ascii collate ascii_bin`,
    text: (maxLength) => sql`varchar(${sql.lit(maxLength)}) character set utf8mb4 collate utf8mb4_bin`,
    whole: 'bigint',
  }
}

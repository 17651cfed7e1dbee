import { createHash } from 'node:crypto'
import type { Database } from './database.js'
import type { CodePurpose } from './schema.js'

export interface NewOneTimeCode {
  purpose: CodePurpose
  /** Unguessable by itself: it is hashed without salt. */
  code: string
  /** What whoever brings the code gets; at most 4,096 characters. */
  meaning: string
  expiresAt: number
}

/** Codes that open something once. Only their hashes are kept, so that who reads the table can use none. */
export interface OneTimeCodes {
  put(code: NewOneTimeCode, now: number): Promise<void>
  /** Of many who bring the same code at once one gets its meaning. @returns undefined for the others, and for a code that is unknown or has ended */
  take(purpose: CodePurpose, code: string, now: number): Promise<string | undefined>
}

export function createOneTimeCodes({ queries }: Pick<Database, 'queries'>): OneTimeCodes {
  return {
    async put({ purpose, code, meaning, expiresAt }, now) {
      await queries
        .insertInto('oneTimeCode')
        .values({ codeHash: hashOf(purpose, code), purpose, meaning, expiresAt })
        .execute()
      await removeSomeEnded(now)
    },

    async take(purpose, code, now) {
      const codeHash = hashOf(purpose, code)
      const row = await queries
        .selectFrom('oneTimeCode')
        .select(['meaning', 'expiresAt'])
        .where('codeHash', '=', codeHash)
        .executeTakeFirst()
      if (row === undefined) return undefined
      const { numDeletedRows } = await queries
        .deleteFrom('oneTimeCode')
        .where('codeHash', '=', codeHash)
        .executeTakeFirst()
      return numDeletedRows === 1n && now < row.expiresAt ? row.meaning : undefined
    },
  }

  /** Each new code clears more than one away. Row by row: one statement over many would deadlock with its like on MySQL. */
  async function removeSomeEnded(now: number): Promise<void> {
    const ended = await queries
      .selectFrom('oneTimeCode')
      .select('codeHash')
      .where('expiresAt', '<=', now)
      .limit(REMOVED_AT_ONCE)
      .execute()
    for (const { codeHash } of ended) await queries.deleteFrom('oneTimeCode').where('codeHash', '=', codeHash).execute()
  }
}

const REMOVED_AT_ONCE = 4

/** The purpose is part of it: a code for one door opens no other. */
function hashOf(purpose: CodePurpose, code: string): string {
  return createHash('sha256').update(`${purpose}\n${code}`).digest('hex')
}

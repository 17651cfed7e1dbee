import { AppError, MEDIA_LIFE_SECONDS } from '@photolift/contracts'
import type { Database, IngestRow } from '@photolift/database'
import type { Clock } from '../clock.js'
import type { Configuration } from '../configuration/configuration.js'
import { countGrantCall } from '../limits/grant-call-limit.js'
import { type QuotaCounters, quotaDay, quotaDayStart } from '../limits/quota.js'
import { newOrderedId } from '../new-id.js'
import type { AccountQueries } from '../queries/account-queries.js'
import type { IngestQueries } from '../queries/ingest-queries.js'

export interface ClaimDeps {
  database: Database
  accounts: AccountQueries
  ingests: IngestQueries
  /** The service account. */
  appid: string
  limits: Pick<Configuration['limits'], 'grantsPerMinute'>
  quota: Configuration['quota']
  clock: Clock
}

export interface ClaimRequest {
  userId: string
  pickId: string
  mediaIds: readonly string[]
}

export interface Claims {
  /** The person's, by media id. */
  rows: Map<string, IngestRow>
  /** Nobody's: today's quota is used up, and tomorrow they can come again. */
  overQuota: ReadonlySet<string>
}

/**
 * Notes media ids for a person, under the account's lock. Who comes first with an id owns it; the same person's repeat is the ingest that
 * it was, in its old pick. One that failed for want of quota is begun again where there may be some by now.
 *
 * A day has as many claims as it may have photos, invented ids included: WeChat answers an account only so often a day, and one person
 * could use all of that up.
 *
 * @returns somebody else's ids in neither
 * @throws AppError AUTH_TOKEN_INVALID where the account is gone, RATE_LIMITED, REQUEST_INVALID where the pick is full
 */
export function claimMedia(
  { userId, pickId, mediaIds }: ClaimRequest,
  { database, accounts, ingests, appid, limits, quota, clock }: ClaimDeps,
): Promise<Claims> {
  const wanted = [...new Set(mediaIds)]
  return database.transaction(async (transaction) => {
    const now = clock()
    const account = await accounts.lock(transaction, userId)
    if (account === undefined) throw new AppError('AUTH_TOKEN_INVALID', 'the account of this token is gone')
    const known = new Map((await ingests.byMedia(transaction, appid, wanted)).map((row) => [row.mediaId, row]))
    // Each id that is not the person's costs WeChat's quota, or tries what others may have: it counts as a call.
    const strange = wanted.filter((mediaId) => known.get(mediaId)?.userId !== userId)
    const own = new Map([...known].filter(([, row]) => row.userId === userId))
    const again = [...own.values()].filter((row) => mayFindQuota(row, account, { quota, now }))
    countGrantCall(account, now, limits.grantsPerMinute, Math.max(1, strange.length + again.length))

    const begun = again.map((row): IngestRow => ({ ...row, state: 'pending', error: null, dueAt: now }))
    for (const { ingestId } of begun) await ingests.beginAgain(transaction, ingestId, now)
    const claimed = new Map([...own, ...begun.map((row) => [row.mediaId, row] as const)])
    const pick = await ingests.pick(transaction, userId, pickId)
    const pickedAt = pick.pickedAt ?? Math.max(now, account.lastPickedAt + 1)
    const fresh = wanted.filter((mediaId) => !known.has(mediaId))
    const claimedToday = fresh.length === 0 ? 0 : await ingests.countSince(transaction, userId, quotaDayStart(now))
    const left = Math.max(0, quota.photosPerDay - claimedToday)
    const rows = fresh.slice(0, left).map((mediaId, index) => {
      const position = pick.position + 1 + index
      if (position > LAST_POSITION)
        throw new AppError('REQUEST_INVALID', `a pick has at most ${LAST_POSITION + 1} photos`)
      return newIngest({ userId, pickId, position, pickedAt, appid, mediaId }, now)
    })
    // In the order of the index: others who claim the same ones wait, and no two wait for one another.
    for (const row of rows.toSorted((one, other) => (one.mediaId < other.mediaId ? -1 : 1))) {
      // Calls of one person follow one another: only somebody else can have been faster.
      if (await ingests.insert(transaction, row)) claimed.set(row.mediaId, row)
    }
    const lastPickedAt = claimed.size === 0 ? account.lastPickedAt : Math.max(account.lastPickedAt, pickedAt)
    await accounts.save(transaction, { ...account, lastPickedAt })
    return { rows: claimed, overQuota: new Set(fresh.slice(left)) }
  })
}

/**
 * Whether an ingest that failed for want of quota may end otherwise: on another day, or while any space is free. How much it needs is known
 * only once WeChat has been asked, which it is not for ever.
 */
function mayFindQuota(
  { error, tries, triedAt }: IngestRow,
  { bytesHeld }: Pick<QuotaCounters, 'bytesHeld'>,
  { quota, now }: Pick<ClaimDeps, 'quota'> & { now: number },
): boolean {
  if (error === 'DAILY_QUOTA_EXCEEDED') return quotaDay(triedAt ?? now) < quotaDay(now)
  return error === 'QUOTA_EXCEEDED' && bytesHeld < quota.bytes && tries < TRIES_FOR_QUOTA
}

/** Enough for somebody who deletes photos one by one; a leaked token makes the service ask WeChat for an id no more often. */
const TRIES_FOR_QUOTA = 20

/** As many as a place in the gallery has digits for. */
const LAST_POSITION = 9_999

function newIngest(
  claim: Pick<IngestRow, 'userId' | 'pickId' | 'position' | 'pickedAt' | 'appid' | 'mediaId'>,
  now: number,
): IngestRow {
  return {
    ...claim,
    ingestId: newOrderedId(now),
    state: 'pending',
    photoId: null,
    error: null,
    createdAt: now,
    // WeChat had it before we heard of it: its own end may come sooner, and is 40007 then.
    deadlineAt: now + MEDIA_LIFE_SECONDS * 1_000,
    dueAt: now,
    leaseOwner: null,
    triedAt: null,
    tries: 0,
    objectKey: null,
  }
}

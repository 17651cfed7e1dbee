import { AppError } from '@photolift/contracts'
import type { ObjectStore } from '@photolift/cos'
import type { Database } from '@photolift/database'
import type { Logger } from 'pino'
import { removeBytesOf } from '../photos/remove-bytes.js'
import type { AccountQueries, LockedAccount } from '../queries/account-queries.js'
import type { LinkQueries, MovedTombstone } from '../queries/link-queries.js'

export interface LinkDeps {
  database: Database
  accounts: AccountQueries
  links: LinkQueries
  store: Pick<ObjectStore, 'abortMultiparts' | 'deleteMany'>
  /** Of the mini-program. */
  appid: string
  /** Where this service keeps photos. */
  storage: string
  logger: Logger
}

export interface LinkRequest {
  /** The identity of the web page, as WeChat's OAuth has just told it. */
  wechatIdentity: string
  /** Told by the same answer. */
  unionid: string
}

/**
 * Joins the person of the web page with their account of the mini-program: the identity logs in there from now on, and what its own account
 * has goes there, in one transaction. Both accounts must have been let in by services of this storage alone, or a gallery would name
 * objects that its service cannot reach.
 *
 * @returns the account of the mini-program
 * @throws AppError LINK_ACCOUNT_NOT_FOUND where no log-in of the mini-program has told this unionid; LINK_REFUSED where photos of one of
 *   them may lie elsewhere, or the identity is joined with another account. Nothing has changed then.
 */
export async function linkAccounts(request: LinkRequest, now: number, deps: LinkDeps): Promise<string> {
  const { accounts, links, appid, storage } = deps
  const { wechatIdentity, unionid } = request
  const candidates = await links.withUnionid(unionid, appid)
  const [there] = candidates
  if (there === undefined) throw new AppError('LINK_ACCOUNT_NOT_FOUND', 'no mini-program log-in has told this unionid')
  if (candidates.length > 1) throw new AppError('LINK_REFUSED', 'several accounts have this unionid')
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const own = await accounts.enter({ wechatIdentity, storage }, now)
    if (own === there.userId) return own
    const joined = await join({ ...request, from: own, to: there.userId }, now, deps)
    if (joined === undefined) continue
    await removeDeleted(joined, deps)
    return there.userId
  }
  throw new AppError('LINK_REFUSED', 'the accounts kept changing')
}

/** Another log-in of the same person may join them first, once. */
const ATTEMPTS = 3

type Join = LinkRequest & { from: string; to: string }

/** @returns undefined where the own account is gone by now */
function join({ wechatIdentity, unionid, from, to }: Join, now: number, deps: LinkDeps) {
  const { database, accounts, links, storage } = deps
  return database.transaction(async (transaction): Promise<MovedTombstone[] | undefined> => {
    // In the order of their ids, so that two joins never wait for one another.
    const locked = new Map<string, LockedAccount>()
    for (const userId of [from, to].sort()) {
      const account = await accounts.lock(transaction, userId)
      if (account !== undefined) locked.set(userId, account)
    }
    const [own, there] = [locked.get(from), locked.get(to)]
    if (own === undefined) return undefined
    if (there?.unionid !== unionid) throw new AppError('LINK_ACCOUNT_NOT_FOUND', 'the account was deleted meanwhile')
    if (own.wechatIdentity !== wechatIdentity)
      throw new AppError('LINK_REFUSED', 'the identity is joined with another account')
    if (own.storage !== storage || there.storage !== storage)
      throw new AppError('LINK_REFUSED', 'photos of one of the accounts may lie in another storage than this one')
    const deleted = await links.moveRows(transaction, { from, to })
    await accounts.remove(transaction, from)
    await links.link(transaction, { wechatIdentity, userId: to, now })
    await accounts.save(transaction, { ...there, ...joinedCounters(own, there) })
    return deleted
  })
}

type Counters = Pick<
  LockedAccount,
  'bytesHeld' | 'quotaDay' | 'photosOfDay' | 'grantMinute' | 'grantCalls' | 'lastPickedAt'
>

/** More than the quota is kept; there is none left for more. A day or minute that only one of them counts last is that one's count. */
function joinedCounters(own: Counters, there: Counters): Counters {
  const quotaDay = Math.max(own.quotaDay, there.quotaDay)
  const grantMinute = Math.max(own.grantMinute, there.grantMinute)
  const both = [own, there]
  const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0)
  return {
    bytesHeld: own.bytesHeld + there.bytesHeld,
    quotaDay,
    photosOfDay: sum(both.filter((one) => one.quotaDay === quotaDay).map(({ photosOfDay }) => photosOfDay)),
    grantMinute,
    grantCalls: sum(both.filter((one) => one.grantMinute === grantMinute).map(({ grantCalls }) => grantCalls)),
    lastPickedAt: Math.max(own.lastPickedAt, there.lastPickedAt),
  }
}

/** A deletion of the own account that was under way finds these rows no more: what it had not reached goes here. */
async function removeDeleted(rows: readonly MovedTombstone[], { store, logger }: LinkDeps): Promise<void> {
  try {
    for (let start = 0; start < rows.length; start += ROWS_PER_DELETE)
      await removeBytesOf(rows.slice(start, start + ROWS_PER_DELETE), store)
  } catch (error) {
    // They go with the account that they are in now.
    logger.warn({ step: 'login', err: error, objectCount: rows.length }, 'objects of deleted photos not deleted')
  }
}

/** Up to four objects a row, and one Delete Multiple takes 1,000 keys. */
const ROWS_PER_DELETE = 250

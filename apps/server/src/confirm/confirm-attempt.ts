import { AppError, type ItemError } from '@photolift/contracts'
import type { MultipartUpload, ObjectProof, ObjectStore } from '@photolift/cos'
import type { PhotoRow } from '@photolift/database'
import { isGrantedInParts } from '../parts/part-plan.js'
import { newFinalKey } from '../photos/object-keys.js'
import type { PhotoStatus } from '../photos/photo-status.js'
import type { PhotoQueries } from '../queries/photo-queries.js'
import { assembleParts } from './assemble-parts.js'
import { judgeCopy, judgeMd5 } from './judge-copy.js'
import { type PictureSize, pictureSize } from './picture-size.js'
import { readMd5 } from './read-md5.js'
import { statusAnswer } from './status-answer.js'

export interface ConfirmAttemptDeps {
  store: Pick<ObjectStore, 'copy' | 'prove' | 'read' | 'listParts' | 'completeMultipart'>
  photos: PhotoQueries
  status: PhotoStatus
}

export interface ConfirmAttempt {
  photo: PhotoRow
  /** Whose the copy is to WeChat's clients; absent where the storage does not look at it. */
  ownerOpenid: string | undefined
}

export interface AttemptOutcome {
  /** The row once it is `ready`, or why it is not. */
  answer: PhotoRow | ItemError
  /** Objects that no row needs any more; some may be absent. */
  leftovers: string[]
  /** An upload in parts that no row needs any more. */
  unfinished?: MultipartUpload
  /** Why COS could not be asked; for the log. */
  cause?: AppError
}

/**
 * One attempt to confirm one pending photo. COS takes form fields that a policy does not name, and a form can be sent again with
 * other bytes; so the object is copied to a key of this attempt's own, judged there, and only then named by the row. However attempts,
 * deletions and forms interleave, a `ready` row names bytes that were judged and that nobody can write. A photo that came in parts becomes
 * one object first, and is then judged like any other.
 */
export async function attemptConfirm(attempt: ConfirmAttempt, deps: ConfirmAttemptDeps): Promise<AttemptOutcome> {
  const { photo } = attempt
  const finalKey = newFinalKey(photo)
  const verdict = await copyAndJudge(attempt, finalKey, deps)
  switch (verdict.kind) {
    case 'failed':
      return { answer: verdict.error, leftovers: [finalKey], ...(verdict.cause && { cause: verdict.cause }) }
    case 'missing':
      return { answer: await readAgain(photo, deps), leftovers: [] }
    case 'mismatch':
      if (await deps.status.toRejected(photo, verdict.error.code)) {
        const { unfinished } = verdict
        return { answer: verdict.error, leftovers: [photo.incomingKey, finalKey], ...(unfinished && { unfinished }) }
      }
      return { answer: await readAgain(photo, deps), leftovers: [finalKey] }
    case 'as-granted':
      return settle(photo, { finalKey, size: verdict.size }, deps)
  }
}

type Verdict =
  | { kind: 'as-granted'; size: PictureSize | undefined }
  | { kind: 'missing' }
  | { kind: 'mismatch'; error: ItemError; unfinished?: MultipartUpload }
  | { kind: 'failed'; error: ItemError; cause?: AppError }

async function copyAndJudge(
  { photo, ownerOpenid }: ConfirmAttempt,
  finalKey: string,
  deps: ConfirmAttemptDeps,
): Promise<Verdict> {
  try {
    const notWhole = await assemble(photo, deps)
    if (notWhole !== undefined) return notWhole
    const { incomingKey: fromKey, contentType } = photo
    // An object of parts has no MD5 for an ETag: its copy alone is judged.
    const ifMatch = isGrantedInParts(photo) ? {} : { ifMatch: photo.contentMd5 }
    const owner = ownerOpenid === undefined ? {} : { ownerOpenid }
    const copied = await deps.store.copy({ fromKey, toKey: finalKey, contentType, ...ifMatch, ...owner })
    if (copied === 'source-missing') return { kind: 'missing' }
    if (copied === 'source-changed') return { kind: 'mismatch', error: OTHER_BYTES }
    const proof = await deps.store.prove(finalKey, PROOF_PREFIX_BYTES)
    if (proof === undefined) return { kind: 'failed', error: COPY_VANISHED }
    const error = judgeCopy(photo, proof) ?? (await judgeBytes(photo, { finalKey, proof }, deps))
    if (error !== undefined) return { kind: 'mismatch', error }
    return { kind: 'as-granted', size: pictureSize(contentType, proof.prefix) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const answer = { code: error.code, message: 'the bucket could not be asked; the photo stays pending' }
    return { kind: 'failed', error: answer, cause: error }
  }
}

/** @returns a verdict where there is no object to judge */
async function assemble(photo: PhotoRow, { store }: ConfirmAttemptDeps): Promise<Verdict | undefined> {
  if (!isGrantedInParts(photo)) return undefined
  const assembly = await assembleParts(photo, store)
  switch (assembly.kind) {
    case 'done':
      return undefined
    case 'incomplete':
      return { kind: 'missing' }
    case 'changed':
      return { kind: 'failed', error: PART_CAME_AGAIN }
    case 'mismatch':
      return { kind: 'mismatch', error: assembly.error, unfinished: assembly.upload }
  }
}

/**
 * The MD5 is the ETag of what came whole. Whether COS gives one to the copy of what came in parts is «unconfirmed»: where it does not,
 * the copy is read.
 */
async function judgeBytes(
  photo: PhotoRow,
  { finalKey, proof }: { finalKey: string; proof: ObjectProof },
  { store }: ConfirmAttemptDeps,
): Promise<ItemError | undefined> {
  const isMd5 = !isGrantedInParts(photo) || proof.etag === photo.contentMd5
  const md5 = isMd5 ? proof.etag : await readMd5(store, { key: finalKey, etag: proof.etag })
  if (md5 === undefined) throw new AppError('STORAGE_UNAVAILABLE', COPY_VANISHED.message)
  return judgeMd5(photo, md5)
}

async function settle(
  photo: PhotoRow,
  confirmed: { finalKey: string; size: PictureSize | undefined },
  deps: ConfirmAttemptDeps,
): Promise<AttemptOutcome> {
  // Should this throw, the row may name the copy all the same (a commit whose reply was lost): the copy is left alone, since a stray
  // object is better than a `ready` row without one.
  const change = await deps.status.toReady(photo, confirmed)
  if (change === 'lost') return { answer: await readAgain(photo, deps), leftovers: [confirmed.finalKey] }
  if (change !== 'won') return { answer: change, leftovers: [confirmed.finalKey] }
  const { width, height } = confirmed.size ?? { width: null, height: null }
  const ready: PhotoRow = { ...photo, status: 'ready', finalKey: confirmed.finalKey, width, height, heldUntil: null }
  return { answer: ready, leftovers: [photo.incomingKey] }
}

async function readAgain(photo: PhotoRow, deps: ConfirmAttemptDeps): Promise<PhotoRow | ItemError> {
  const [row] = await deps.photos.findOwned(photo.userId, [photo.photoId])
  return statusAnswer(row, NOT_UPLOADED)
}

/** Enough to tell the type, and the size in pixels of most pictures. */
const PROOF_PREFIX_BYTES = 32 * 1024

const NOT_UPLOADED: ItemError = { code: 'PHOTO_NOT_UPLOADED', message: 'no object has arrived for the grant' }
const PART_CAME_AGAIN: ItemError = {
  code: 'CONFIRM_PENDING',
  message: 'a part came again while the parts were put together; ask again',
}
const OTHER_BYTES: ItemError = {
  code: 'PHOTO_NOT_AS_GRANTED',
  message: 'the MD5 of what arrived differs from the granted one',
}
const COPY_VANISHED: ItemError = {
  code: 'STORAGE_UNAVAILABLE',
  message: 'the bucket does not find what it has just copied',
}

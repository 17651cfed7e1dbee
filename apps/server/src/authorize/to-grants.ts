import type { Photo, UploadGrant } from '@photolift/contracts'
import type { ObjectStore, UploadForm } from '@photolift/cos'
import type { PhotoRow } from '@photolift/database'
import { type GrantedInParts, isGrantedInParts } from '../parts/part-plan.js'
import type { PhotoView } from '../photos/photo-view.js'
import type { GrantDecision } from './plan-grants.js'

export interface ToGrantsDeps {
  store: Pick<ObjectStore, 'signUploadForms'>
  view: PhotoView
}

/** Whose forms a call signs, and for which stretch of time. */
export interface GrantTerms {
  now: number
  validFrom: Date
  expiresAt: Date
  ownerOpenid: string
}

/** Makes of each decision what the client gets, in their order: one signing for all forms, one call for all links. */
export async function toGrants(
  decisions: readonly GrantDecision[],
  terms: GrantTerms,
  { store, view }: ToGrantsDeps,
): Promise<UploadGrant[]> {
  const granted = photosOf(decisions, 'form')
  const stored = photosOf(decisions, 'stored')
  const [forms, photos] = await Promise.all([
    store.signUploadForms(granted.map((photo) => toFormRequest(photo, terms))),
    view.toPhotos(stored, terms.now),
  ])
  const nextForm = forms.values()
  const nextPhoto = photos.values()
  return decisions.map((decision) => {
    if (decision.kind === 'refused') return decision
    if (decision.kind === 'stored')
      return { kind: 'stored', taskId: decision.taskId, photo: nextPhoto.next().value as Photo }
    return isGrantedInParts(decision.photo)
      ? toMultipartGrant(decision.photo, terms)
      : toFormGrant(decision.photo, nextForm.next().value as UploadForm)
  })
}

function photosOf(decisions: readonly GrantDecision[], kind: 'form' | 'stored'): PhotoRow[] {
  return decisions.flatMap((decision) => (decision.kind === kind ? [decision.photo] : []))
}

function toFormRequest(photo: PhotoRow, { validFrom, expiresAt, ownerOpenid }: GrantTerms) {
  const { incomingKey: key, byteLength, contentType, contentMd5 } = photo
  return { key, byteLength, contentType, contentMd5, validFrom, expiresAt, ownerOpenid }
}

/** Needs no signature: URLs are given when they are asked for. */
function toMultipartGrant(photo: GrantedInParts, { expiresAt }: GrantTerms): UploadGrant {
  const { taskId, photoId, incomingKey: key, partByteLength } = photo
  return { kind: 'multipart', taskId, photoId, key, expiresAt: expiresAt.toISOString(), partByteLength }
}

function toFormGrant(photo: PhotoRow, form: UploadForm): UploadGrant {
  const { taskId, photoId, incomingKey: key } = photo
  // The form's own end: the key that signs it may end before the grant would.
  return { kind: 'form', taskId, photoId, key, ...form, expiresAt: form.expiresAt.toISOString() }
}

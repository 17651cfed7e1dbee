import type { ItemError } from '@photolift/contracts'
import type { PhotoRow } from '@photolift/database'

/** What a row says about its photo: the row itself once it is `ready`, otherwise why there is nothing to show. */
export function statusAnswer<Row extends Pick<PhotoRow, 'status' | 'rejection'>>(
  row: Row | undefined,
  whilePending: Row | ItemError,
): Row | ItemError {
  switch (row?.status) {
    case undefined:
      return { code: 'PHOTO_NOT_FOUND', message: 'no photo of the caller has this id' }
    case 'deleted':
      return { code: 'PHOTO_DELETED', message: 'the photo was deleted' }
    case 'rejected':
      return { code: row.rejection ?? 'PHOTO_NOT_AS_GRANTED', message: 'what arrived was rejected' }
    case 'pending':
      return whilePending
    case 'ready':
      return row
  }
}

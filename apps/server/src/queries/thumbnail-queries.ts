import type { ErrorCode } from '@photolift/contracts'
import type { Database, Queryable } from '@photolift/database'

/** What the service notes about small pictures that it makes. Each change is a compare-and-set on a photo that is still shown. */
export type ThumbnailQueries = ReturnType<typeof createThumbnailQueries>

export function createThumbnailQueries({ queries }: Database) {
  return {
    /** @returns whether this call named it: false where another did, or the photo is gone */
    async name(within: Queryable, photoId: string, thumbnailKey: string): Promise<boolean> {
      const { numUpdatedRows } = await within
        .updateTable('photo')
        .set({ thumbnailKey })
        .where('photoId', '=', photoId)
        .where('status', '=', 'ready')
        .where('thumbnailKey', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** There will be none, for good. */
    async refuse(photoId: string, thumbnailRefusal: ErrorCode): Promise<void> {
      await queries
        .updateTable('photo')
        .set({ thumbnailRefusal })
        .where('photoId', '=', photoId)
        .where('thumbnailKey', 'is', null)
        .execute()
    },
  }
}

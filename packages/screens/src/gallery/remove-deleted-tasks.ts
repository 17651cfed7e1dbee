import type { Uploader } from '@photolift/upload-engine'
import type { PhotoList } from './photo-list.js'

/** A photo that was deleted in the gallery does not stay on the upload page as stored. */
export function removeDeletedTasks({
  uploader,
  gallery,
}: {
  uploader: Pick<Uploader, 'snapshot' | 'remove'>
  gallery: Pick<PhotoList, 'onDeleted'>
}): void {
  gallery.onDeleted((photoId) => {
    const task = uploader.snapshot().tasks.find(({ photo }) => photo?.photoId === photoId)
    // It asks the gallery to delete the photo first, which has nothing left to do.
    if (task !== undefined) void uploader.remove(task.taskId)
  })
}

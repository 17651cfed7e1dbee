import { BrowserPhotoSource } from '@photolift/platform/browser'
import type { PickedPhoto } from '@photolift/upload-engine'

/**
 * Lets the person pick photos.
 * @returns none when the person changed their mind
 * @throws AppError PICK_UNAVAILABLE, PICK_REFUSED
 */
export type PhotoPicker = (options: { max: number }) => Promise<PickedPhoto[]>

/** The list decides on iOS whether HEIC files are handed over as they are. */
export const ACCEPT = 'image/jpeg,image/png,image/webp,image/gif,image/heic,.heic'

let endEarlier = (_none: PickedPhoto[]): void => {}

/**
 * Opens the browser's own picker; must run in the answer to a tap. Chromium before 113 and Safari before 16.4 do not tell that it was
 * closed: the next one ends it.
 */
export const pickFiles: PhotoPicker = () =>
  new Promise((resolve) => {
    endEarlier([])
    endEarlier = resolve
    const input = document.createElement('input')
    input.type = 'file'
    input.multiple = true
    input.accept = ACCEPT
    input.addEventListener('change', () => resolve([...(input.files ?? [])].map(toPickedPhoto)))
    input.addEventListener('cancel', () => resolve([]))
    input.click()
  })

export function toPickedPhoto(file: File): PickedPhoto {
  return { source: new BrowserPhotoSource(file), name: file.name, localUrl: URL.createObjectURL(file) }
}

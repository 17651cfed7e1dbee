import type { EditFormat, EditOperation, PhotoContentType } from '@photolift/contracts'

/** What is done to the pixels, step by step. */
export type PictureStep = Exclude<EditOperation, { kind: 'format' | 'quality' | 'strip-metadata' }>

/** An edit in order: the steps, and how the result is written. */
export interface PictureEdit {
  steps: readonly PictureStep[]
  format: EditFormat
  /** 1 to 100; means nothing for PNG. */
  quality: number
  /** EXIF, where the source has it. Colours keep their profile then, else they become sRGB. */
  keepsMetadata: boolean
}

/** Puts the operations of a request in order. Of several that say how to write, the last counts. */
export function toPictureEdit(operations: readonly EditOperation[], source: PhotoContentType): PictureEdit {
  const steps: PictureStep[] = []
  const edit = { format: FORMAT_OF[source], quality: QUALITY_DEFAULT, keepsMetadata: true }
  for (const operation of operations) {
    if (operation.kind === 'format') edit.format = operation.format
    else if (operation.kind === 'quality') edit.quality = operation.quality
    else if (operation.kind === 'strip-metadata') edit.keepsMetadata = false
    else steps.push(operation)
  }
  return { steps, ...edit }
}

const QUALITY_DEFAULT = 85

const FORMAT_OF: Record<PhotoContentType, EditFormat> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'jpeg',
  'image/heic': 'jpeg',
}

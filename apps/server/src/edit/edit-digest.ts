import { createHash } from 'node:crypto'
import type { PhotoRow } from '@photolift/database'
import type { PictureEdit, PictureStep } from '../pictures/picture-edit.js'

export type StoredContent = Pick<PhotoRow, 'contentMd5' | 'byteLength' | 'contentType'>

/**
 * Names an edit by what it works on and what it does, however the request was written: the same bytes and the same steps make the
 * same picture. Watermarks count by their bytes too.
 *
 * @param marks the photos that watermarks name, by id
 */
export function editDigest(
  source: StoredContent,
  edit: PictureEdit,
  marks: ReadonlyMap<string, StoredContent>,
): string {
  const { format, quality, keepsMetadata, steps } = edit
  const canonical = [
    EDITOR_VERSION,
    contentOf(source),
    format,
    format === 'png' ? null : quality,
    keepsMetadata,
    ...steps.map((step) => canonicalStep(step, marks)),
  ]
  return createHash('sha256').update(JSON.stringify(canonical)).digest('hex')
}

/** Another one where the same steps would come out differently; edits are made anew then. */
const EDITOR_VERSION = 1

function contentOf({ contentMd5, byteLength, contentType }: StoredContent): unknown[] {
  return [contentMd5, byteLength, contentType]
}

function canonicalStep(step: PictureStep, marks: ReadonlyMap<string, StoredContent>): unknown[] {
  switch (step.kind) {
    case 'resize': {
      const { kind, width = null, height = null, fit = 'inside', enlarge = false } = step
      // With one side there is no box to fill.
      return [kind, width, height, width === null || height === null ? null : fit, enlarge]
    }
    case 'crop':
      return [step.kind, step.left, step.top, step.width, step.height]
    case 'rotate': {
      const degrees = ((step.degrees % 360) + 360) % 360
      return [step.kind, degrees, degrees % 90 === 0 ? null : (step.fill ?? 'corners')]
    }
    case 'flip':
      return [step.kind, step.axis]
    case 'auto-orient':
    case 'greyscale':
      return [step.kind]
    case 'blur':
    case 'sharpen':
      return [step.kind, step.sigma]
    case 'watermark': {
      const mark = marks.get(step.photoId)
      if (mark === undefined) throw new Error('The photo of a watermark was not looked up.')
      return [step.kind, contentOf(mark), step.place, step.scale, step.opacity]
    }
  }
}

/** How a picture fills the box of a resize: as CSS's `object-fit` says, plus `outside` (covers the box, nothing cut). */
export const RESIZE_FITS = ['inside', 'outside', 'cover', 'contain', 'fill'] as const
export type ResizeFit = (typeof RESIZE_FITS)[number]

/** The nine places of a watermark. */
export const WATERMARK_PLACES = [
  'north-west',
  'north',
  'north-east',
  'west',
  'center',
  'east',
  'south-west',
  'south',
  'south-east',
] as const
export type WatermarkPlace = (typeof WATERMARK_PLACES)[number]

/** What an edit can be stored as. */
export const EDIT_FORMATS = ['jpeg', 'png', 'webp'] as const
export type EditFormat = (typeof EDIT_FORMATS)[number]

/**
 * One step of an edit. Steps run in the order of the list, each on what the one before has left; `format`, `quality` and
 * `strip-metadata` say how the result is written, wherever they stand.
 */
export type EditOperation =
  /** Pixels; one side alone keeps the ratio. `fit` is `inside` unless given; a smaller picture grows only under `enlarge`. */
  | { kind: 'resize'; width?: number; height?: number; fit?: ResizeFit; enlarge?: boolean }
  /** Pixels, from the upper left corner; it must lie inside the picture. */
  | { kind: 'crop'; left: number; top: number; width: number; height: number }
  /** Clockwise, -360 to 360. What is no quarter turn leaves corners, black in JPEG and transparent else, unless `fill` cuts them off. */
  | { kind: 'rotate'; degrees: number; fill?: 'corners' | 'crop' }
  | { kind: 'flip'; axis: 'horizontal' | 'vertical' }
  /** Turns the picture upright, as its EXIF orientation says. */
  | { kind: 'auto-orient' }
  | { kind: 'greyscale' }
  /** Gaussian; 0.6 to 100 pixels: libvips leaves a picture as it is below. */
  | { kind: 'blur'; sigma: number }
  /** 0.5 to 10 pixels: libvips leaves a picture as it is below. */
  | { kind: 'sharpen'; sigma: number }
  /**
   * Another photo of the same person, upright, at the very edge. `scale` is its width in parts of the picture's, 0.01 to 1, less where it
   * would be taller than the picture; `opacity` 0.01 to 1.
   */
  | { kind: 'watermark'; photoId: string; place: WatermarkPlace; scale: number; opacity: number }
  /** The source's own format where absent; JPEG for HEIC and GIF. */
  | { kind: 'format'; format: EditFormat }
  /** 1 to 100, for JPEG and WebP; 85 unless given. */
  | { kind: 'quality'; quality: number }
  /**
   * Drops EXIF with its place and camera, and with its orientation: turn the picture upright first. Without it they stay, except the
   * orientation that `auto-orient` has used up; a HEIC's never stay.
   */
  | { kind: 'strip-metadata' }

/** `POST /v1/photos/:photoId/edits`; the answer is the new photo, or the one that the same request has made before. */
export interface EditRequest {
  /** 1 to {@link EDIT_OPERATIONS_MAX}. */
  operations: EditOperation[]
}

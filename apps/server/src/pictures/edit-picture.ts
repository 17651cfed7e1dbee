import { AppError } from '@photolift/contracts'
import type { PictureSize } from '../confirm/picture-size.js'
import { Canvas, type WrittenPicture } from './canvas.js'
import { loadSharp, type SharpModule } from './load-sharp.js'
import { type OpenedPicture, openPicture, type PictureBytes } from './open-picture.js'
import type { PictureEdit, PictureStep } from './picture-edit.js'
import { requireMakeable } from './picture-limits.js'
import { type ResizeOperation, resizeTarget } from './resize-target.js'
import type { TimeLimit } from './time-limit.js'
import { largestUprightRectangle, turnedBox } from './upright-crop.js'
import { layMark } from './watermark.js'

export interface EditPictureDeps {
  limit: TimeLimit
  /** The bytes of a photo that a watermark names. */
  openMark(photoId: string): Promise<PictureBytes>
  /** Default `refuse`. */
  animated?: 'refuse' | 'first-picture'
}

/**
 * Does the steps of an edit in their order and writes the result.
 * @throws AppError PHOTO_DAMAGED, PHOTO_TOO_MANY_PIXELS, PHOTO_ANIMATED, EDIT_OUT_OF_BOUNDS, EDIT_TIMEOUT, EDIT_UNAVAILABLE, and
 *   whatever `openMark` rejects with
 */
export async function editPicture(
  source: PictureBytes,
  edit: PictureEdit,
  { limit, openMark, animated = 'refuse' }: EditPictureDeps,
): Promise<WrittenPicture> {
  const sharp = await loadSharp()
  const picture = await openPicture(source, { sharp, limit, animated })
  const canvas = new Canvas(picture, { sharp, limit })
  const steps = new PictureSteps(canvas, picture, { sharp, limit, openMark, isOpaque: edit.format === 'jpeg' })
  for (const step of edit.steps) await steps.apply(step)
  requireMakeable(canvas.size)
  return canvas.write(edit)
}

interface StepDeps {
  sharp: SharpModule
  limit: TimeLimit
  openMark: EditPictureDeps['openMark']
  /** JPEG knows no transparency. */
  isOpaque: boolean
}

class PictureSteps {
  private orientation: number

  constructor(
    private readonly canvas: Canvas,
    picture: OpenedPicture,
    private readonly deps: StepDeps,
  ) {
    this.orientation = picture.orientation
  }

  async apply(step: PictureStep): Promise<void> {
    const { canvas } = this
    switch (step.kind) {
      case 'auto-orient':
        return this.orient()
      case 'crop':
        return this.crop(step)
      case 'resize':
        return this.resize(step)
      case 'rotate':
        return this.rotate(((step.degrees % 360) + 360) % 360, step.fill ?? 'corners')
      case 'flip':
        return canvas.step('turn', {}, (pipeline) => (step.axis === 'vertical' ? pipeline.flip() : pipeline.flop()))
      case 'greyscale':
        return canvas.step('greyscale', {}, (pipeline) => pipeline.greyscale())
      case 'blur':
        return canvas.step('blur', {}, (pipeline) => pipeline.blur(step.sigma))
      case 'sharpen':
        return canvas.step('sharpen', {}, (pipeline) => pipeline.sharpen({ sigma: step.sigma }))
      case 'watermark': {
        const mark = await layMark(await this.deps.openMark(step.photoId), { ...step, on: canvas.size }, this.deps)
        return canvas.step('composite', {}, (pipeline) => pipeline.composite([mark]))
      }
    }
  }

  private async orient(): Promise<void> {
    if (this.orientation === UPRIGHT) return
    const result = this.orientation >= FIRST_SIDEWAYS_ORIENTATION ? sideways(this.canvas.size) : this.canvas.size
    this.orientation = UPRIGHT
    await this.canvas.step('orient', { result }, (pipeline) => pipeline.autoOrient())
  }

  private async crop(area: PictureSize & { left: number; top: number }): Promise<void> {
    const { width, height } = this.canvas.size
    if (area.left + area.width > width || area.top + area.height > height)
      throw new AppError('EDIT_OUT_OF_BOUNDS', `the crop does not lie inside ${width} × ${height} pixels`)
    const { left, top, ...result } = { left: area.left, top: area.top, width: area.width, height: area.height }
    await this.canvas.step('crop', { result }, (pipeline) => pipeline.extract({ left, top, ...result }))
  }

  private async resize(operation: ResizeOperation): Promise<void> {
    const { scaled, result } = resizeTarget(this.canvas.size, operation)
    requireMakeable(scaled)
    requireMakeable(result)
    if (operation.fit === 'cover')
      // Its cut comes after sharp's turns.
      return this.canvas.step('resize', { result, last: 'turn' }, (pipeline) =>
        pipeline.resize(result.width, result.height, { fit: 'cover' }),
      )
    if (scaled.width === result.width && scaled.height === result.height)
      return this.canvas.step('resize', { result }, (pipeline) => pipeline.resize(result.width, result.height, FILL))
    const left = Math.floor((result.width - scaled.width) / 2)
    const top = Math.floor((result.height - scaled.height) / 2)
    const padding = {
      left,
      top,
      right: result.width - scaled.width - left,
      bottom: result.height - scaled.height - top,
      background: this.corners(),
    }
    return this.canvas.step('resize', { result, last: 'pad' }, (pipeline) =>
      pipeline.resize(scaled.width, scaled.height, FILL).extend(padding),
    )
  }

  private async rotate(degrees: number, fill: 'corners' | 'crop'): Promise<void> {
    const { size } = this.canvas
    if (degrees === 0) return
    if (degrees % 90 === 0) {
      const result = degrees === 180 ? size : sideways(size)
      return this.canvas.step('turn', { result }, (pipeline) => pipeline.rotate(degrees))
    }
    const box = turnedBox(size, degrees)
    requireMakeable(box)
    await this.canvas.step('turn', { result: box }, (pipeline) =>
      pipeline.rotate(degrees, { background: this.corners() }),
    )
    // libvips rounds the box in its own way.
    await this.canvas.layDown()
    if (fill === 'crop') await this.cropCentre(largestUprightRectangle(size, degrees))
  }

  private cropCentre(wanted: PictureSize): Promise<void> {
    const { size } = this.canvas
    const area = { width: Math.min(wanted.width, size.width), height: Math.min(wanted.height, size.height) }
    const left = Math.floor((size.width - area.width) / 2)
    const top = Math.floor((size.height - area.height) / 2)
    return this.crop({ left, top, ...area })
  }

  private corners() {
    return { r: 0, g: 0, b: 0, alpha: this.deps.isOpaque ? 1 : 0 }
  }
}

const UPRIGHT = 1
/** EXIF: 5 to 8 are turned by a quarter. */
const FIRST_SIDEWAYS_ORIENTATION = 5

const FILL = { fit: 'fill' } as const

function sideways({ width, height }: PictureSize): PictureSize {
  return { width: height, height: width }
}

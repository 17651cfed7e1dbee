import type { OutputInfo, Sharp } from 'sharp'
import type { PictureSize } from '../confirm/picture-size.js'
import type { SharpModule } from './load-sharp.js'
import type { OpenedPicture } from './open-picture.js'
import type { PictureEdit } from './picture-edit.js'
import { toPictureFailure } from './picture-failure.js'
import type { TimeLimit } from './time-limit.js'

/** What sharp does inside one pipeline, in its own order, whatever the order of the calls (sharp 0.35.5, src/pipeline.cc). */
const PASS_ORDER = ['orient', 'crop', 'greyscale', 'resize', 'turn', 'pad', 'blur', 'sharpen', 'composite'] as const
export type PassStage = (typeof PASS_ORDER)[number]

/** A written picture. */
export interface WrittenPicture extends PictureSize {
  bytes: Buffer
}

/**
 * A picture on which steps are done in the order in which they come. As many as sharp's own order allows share one pass over the
 * pixels, which keeps what decoders can skip (a JPEG that is made smaller is never decoded whole); then the picture is laid down and
 * taken up again: as bare pixels, or, where EXIF or a colour profile have to stay with it, as PNG that is not compressed, which takes a
 * sixth longer.
 */
export class Canvas {
  private pipeline: Sharp
  private stage = -1
  /** Whether what the pipeline reads are a person's bytes, or ours. */
  private readsOriginal = true
  private currentSize: PictureSize

  constructor(
    private readonly picture: OpenedPicture,
    private readonly options: { sharp: SharpModule; limit: TimeLimit },
  ) {
    this.pipeline = picture.pipeline()
    this.currentSize = picture.size
  }

  /** After all steps so far. */
  get size(): PictureSize {
    return this.currentSize
  }

  /**
   * Adds a step to this pass, or to a new one where its stage has gone by.
   * @param result the picture's size after it
   * @param last the last stage that the step uses, where it is more than one
   */
  async step(
    stage: PassStage,
    { result = this.currentSize, last = stage }: { result?: PictureSize; last?: PassStage },
    apply: (pipeline: Sharp) => Sharp,
  ): Promise<void> {
    if (PASS_ORDER.indexOf(stage) <= this.stage) await this.layDown()
    this.pipeline = apply(this.pipeline)
    this.stage = PASS_ORDER.indexOf(last)
    this.currentSize = result
  }

  /** Ends this pass; from here on the size is what has come out. */
  async layDown(): Promise<void> {
    const { hasPlainExif, hasRgbProfile } = this.picture
    const isBare = !hasPlainExif && !hasRgbProfile
    const { bytes, width, height, channels } = await this.run(
      isBare ? this.pipeline.raw() : this.withMetadata(this.pipeline).png({ compressionLevel: 0 }),
    )
    const raw = { width, height, channels }
    this.pipeline = this.options.sharp(bytes, { limitInputPixels: false, ...(isBare && { raw }) })
    this.stage = -1
    this.readsOriginal = false
    this.currentSize = { width, height }
  }

  /** @throws AppError PHOTO_DAMAGED where the original cannot be decoded to its end, EDIT_TIMEOUT */
  async write({ format, quality, keepsMetadata }: Omit<PictureEdit, 'steps'>): Promise<WrittenPicture> {
    const pipeline = keepsMetadata ? this.withMetadata(this.pipeline) : this.pipeline
    // PNG has no quality; for sharp one would mean a palette.
    const written = format === 'png' ? pipeline.png() : pipeline.toFormat(format, { quality })
    const { bytes, width, height } = await this.run(written)
    return { bytes, width, height }
  }

  private withMetadata(pipeline: Sharp): Sharp {
    const { hasPlainExif, hasRgbProfile } = this.picture
    if (hasPlainExif) pipeline.keepExif()
    // A profile for ink or for grey would be wrong on what comes out: those pictures become sRGB at once.
    if (hasRgbProfile) pipeline.keepIccProfile()
    return pipeline
  }

  private async run(pipeline: Sharp): Promise<WrittenPicture & Pick<OutputInfo, 'channels'>> {
    const { limit } = this.options
    limit.require()
    try {
      const { data, info } = await pipeline
        .timeout({ seconds: limit.secondsLeft() })
        .toBuffer({ resolveWithObject: true })
      return { bytes: data, width: info.width, height: info.height, channels: info.channels }
    } catch (error) {
      throw toPictureFailure(error, { reads: this.readsOriginal })
    }
  }
}

import { AppError } from '@photolift/contracts'

/**
 * What libvips says, in our terms; it has no codes, only sentences (sharp 0.35.5, libvips 8.18).
 * @param reads whether what failed was reading a person's picture; a failure of our own steps is our fault
 */
export function toPictureFailure(error: unknown, { reads }: { reads: boolean }): AppError {
  if (error instanceof AppError) return error
  const text = error instanceof Error ? error.message : String(error)
  if (/\btimeout: \d+% complete/.test(text))
    return new AppError('EDIT_TIMEOUT', 'the steps take longer than the service may answer', { cause: error })
  if (text.includes('exceeds pixel limit'))
    return new AppError('PHOTO_TOO_MANY_PIXELS', 'the picture has more pixels than can be processed', { cause: error })
  if (reads) return new AppError('PHOTO_DAMAGED', 'the stored bytes cannot be decoded to the end', { cause: error })
  return new AppError('INTERNAL', 'a step failed on a picture that was read before', { cause: error })
}

import { AppError, type ErrorCode } from '@photolift/contracts'
import type { PhotoPicker } from './photo-picker.js'

/** WeChat on a computer has no picker of its own, and refuses some pages altogether. */
const HAS_NONE: readonly ErrorCode[] = ['PICK_UNAVAILABLE', 'JS_SDK_REFUSED']

/**
 * Where WeChat has no picker the browser's takes its place. That one opens in the answer to a tap only: where the tap is too long ago by
 * then, the person reads why nothing opened, and the next tap opens it.
 */
export function fallBackToFiles(
  { wechat, files }: Record<'wechat' | 'files', PhotoPicker>,
  isTapFresh: () => boolean = hasFreshTap,
): PhotoPicker {
  let picker = wechat
  return async (options) => {
    try {
      return await picker(options)
    } catch (error) {
      if (!(error instanceof AppError) || !HAS_NONE.includes(error.code)) throw error
      picker = files
      if (isTapFresh()) return files(options)
      throw error
    }
  }
}

/** No where the browser cannot tell: Safari before 16.4 and older ones know less than the types. */
function hasFreshTap(): boolean {
  return navigator.userActivation?.isActive
}

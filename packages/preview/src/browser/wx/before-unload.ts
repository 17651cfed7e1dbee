import { askModal } from '../screen/modal.js'
import { textsFor } from '../screen/texts.js'
import { ApiFailure } from './api.js'
import type { Phone } from './phone.js'

/** wx.enableAlertBeforeUnload and its counterpart: whether the visible page asks before a person goes back from it. */
export function beforeUnloadApi({ api, pages }: Phone) {
  return {
    enableAlertBeforeUnload: api.define('enableAlertBeforeUnload', ({ message }: { message: string }) => {
      if (typeof message !== 'string') throw new ApiFailure('parameter error: parameter.message should be String')
      pages.top.alertBeforeUnload = message
      return {}
    }),
    disableAlertBeforeUnload: api.define('disableAlertBeforeUnload', () => {
      pages.top.alertBeforeUnload = null
      return {}
    }),
  }
}

/**
 * Goes back, by the bar's button or by wx.navigateBack, once the visible page's question was answered, if it has one.
 * @returns false when the person stays
 */
export async function goBack({ conditions, pages, screen }: Phone, count: number): Promise<boolean> {
  const content = pages.top.alertBeforeUnload
  if (content !== null && pages.depth > 1) {
    const { cancel: cancelText, confirm: confirmText } = textsFor(conditions.now.language)
    const isSure = await askModal({ overlay: screen.overlay, content, cancelText, confirmText })
    if (!isSure) return false
  }
  pages.back(count)
  return true
}

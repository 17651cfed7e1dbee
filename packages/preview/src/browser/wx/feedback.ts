import { element } from '../screen/element.js'
import { askModal, button } from '../screen/modal.js'
import { textsFor } from '../screen/texts.js'
import { ApiFailure } from './api.js'
import type { Phone } from './phone.js'

interface ToastOptions {
  readonly title: string
  readonly icon?: 'success' | 'error' | 'loading' | 'none'
  readonly duration?: number
  readonly mask?: boolean
}

interface ModalOptions {
  readonly title?: string
  readonly content?: string
  readonly showCancel?: boolean
  readonly cancelText?: string
  readonly confirmText?: string
  readonly editable?: boolean
}

interface SheetOptions {
  readonly itemList: readonly string[]
  readonly alertText?: string
}

/** wx.showToast, showLoading, showModal and showActionSheet, in WeChat's own look. */
export function feedbackApi({ api, conditions, screen }: Phone) {
  const toast = new Toast(screen.overlay)
  const texts = () => textsFor(conditions.now.language)
  const hide = () => {
    toast.hide()
    return {}
  }
  return {
    showToast: api.define('showToast', ({ title, icon = 'success', duration = 1_500, mask = false }: ToastOptions) => {
      toast.show({ title, icon, mask })
      toast.hideAfter(duration)
      return {}
    }),
    hideToast: api.define('hideToast', hide),
    showLoading: api.define('showLoading', ({ title, mask = false }: ToastOptions) => {
      toast.show({ title, icon: 'loading', mask })
      return {}
    }),
    hideLoading: api.define('hideLoading', hide),
    showModal: api.define('showModal', async (options: ModalOptions) => {
      if (options.editable) throw new Error('wx.showModal({ editable }) is not in the preview')
      const { title = '', content = '', showCancel = true } = options
      const { cancelText = texts().cancel, confirmText = texts().confirm } = options
      const { overlay } = screen
      const confirm = await askModal({
        overlay,
        title,
        content,
        confirmText,
        cancelText: showCancel ? cancelText : undefined,
      })
      return { confirm, cancel: !confirm, content: null }
    }),
    showActionSheet: api.define('showActionSheet', async (options: SheetOptions) => {
      if (options.itemList.length > 6) throw new ApiFailure('parameter error: itemList should not be large than 6')
      const tapIndex = await askSheet(screen.overlay, options, texts().cancel)
      if (tapIndex === null) throw new ApiFailure('cancel')
      return { tapIndex }
    }),
  }
}

class Toast {
  readonly #overlay: HTMLElement
  #shown: HTMLElement | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(overlay: HTMLElement) {
    this.#overlay = overlay
  }

  show({ title, icon, mask }: { title: string; icon: string; mask: boolean }): void {
    this.hide()
    const box = element('div', { class: 'wx-toast', role: 'status', 'data-icon': icon }, [element('p', {}, [title])])
    this.#shown = element('div', { class: mask ? 'wx-toast-place is-mask' : 'wx-toast-place' }, [box])
    this.#overlay.append(this.#shown)
  }

  hideAfter(durationMs: number): void {
    this.#timer = setTimeout(() => this.hide(), durationMs)
  }

  hide(): void {
    clearTimeout(this.#timer)
    this.#shown?.remove()
    this.#shown = null
  }
}

function askSheet(
  overlay: HTMLElement,
  { itemList, alertText }: SheetOptions,
  cancelText: string,
): Promise<number | null> {
  return new Promise((resolve) => {
    const answer = (index: number | null) => {
      mask.remove()
      resolve(index)
    }
    const box = element('div', { class: 'sheet', role: 'menu' }, [
      ...(alertText ? [element('p', {}, [alertText])] : []),
      ...itemList.map((item, index) => button(item, () => answer(index))),
      element('footer', {}, [button(cancelText, () => answer(null))]),
    ])
    const mask = element('div', { class: 'mask is-bottom' }, [box])
    mask.addEventListener('click', (event) => {
      if (event.target === mask) answer(null)
    })
    overlay.append(mask)
  })
}

import { element } from './element.js'

interface ModalOptions {
  readonly overlay: HTMLElement
  readonly title?: string
  readonly content?: string
  /** No button to cancel where it is missing. */
  readonly cancelText?: string | undefined
  readonly confirmText: string
}

/** Shows WeChat's own dialog and gives whether the person confirmed. */
export function askModal({
  overlay,
  title = '',
  content = '',
  cancelText,
  confirmText,
}: ModalOptions): Promise<boolean> {
  return new Promise((resolve) => {
    const answer = (isConfirmed: boolean) => {
      mask.remove()
      resolve(isConfirmed)
    }
    const buttons = [
      ...(cancelText === undefined ? [] : [button(cancelText, () => answer(false))]),
      button(confirmText, () => answer(true)),
    ]
    const label = { role: 'alertdialog', 'aria-modal': 'true', 'aria-label': title || content }
    const box = element('div', { class: 'modal', ...label }, [
      ...(title ? [element('h2', {}, [title])] : []),
      ...(content ? [element('p', {}, [content])] : []),
      element('footer', {}, buttons),
    ])
    const mask = element('div', { class: 'mask' }, [box])
    overlay.append(mask)
  })
}

/** A button of the screen's own layers. */
export function button(text: string, onClick: () => void): HTMLButtonElement {
  const node = element('button', { type: 'button' }, [text])
  node.addEventListener('click', onClick)
  return node
}

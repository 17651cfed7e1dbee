import { element } from '../screen/element.js'

/** Opens the browser's own file dialog. Null when the person closes it; no more than `count` files are taken. */
export function browseFiles({ accept, count }: { accept: string; count: number }): Promise<File[] | null> {
  const input = element('input', { type: 'file', accept, multiple: count > 1 })
  return new Promise((resolve) => {
    input.addEventListener('change', () => {
      const files = [...(input.files ?? [])].slice(0, count)
      resolve(files.length > 0 ? files : null)
    })
    input.addEventListener('cancel', () => resolve(null))
    input.click()
  })
}

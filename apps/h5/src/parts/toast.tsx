import type { Clock } from '@photolift/platform'
import { createToast, NO_TOAST, type ToastView } from '@photolift/screens'
import { useEffect, useState } from 'preact/hooks'
import { Icon } from './icon.js'

export function Toast({ toast }: { toast: ToastView }) {
  return (
    <div role="status">
      {toast.text !== '' && (
        <div class="toast">
          {toast.done && <Icon name="check" />}
          {toast.text}
        </div>
      )}
    </div>
  )
}

/** What a page says in passing, and how it says something. */
export function useToast(clock: Clock): [toast: ToastView, say: (text: string) => void] {
  const [toast, setToast] = useState(NO_TOAST)
  const [store] = useState(() => {
    const created = createToast(clock, () => setToast(created.view()))
    return created
  })
  useEffect(() => store.stop, [])
  return [toast, (text) => store.show({ text, done: false })]
}

import type { ToastView } from '@photolift/screens'
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

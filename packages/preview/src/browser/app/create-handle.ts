import { parseConditions } from '../../conditions.js'
import type { PreviewHandle } from '../../preview-handle.js'
import type { Phone } from '../wx/phone.js'

/** What panel and tests hold of a running phone. */
export function createHandle({ conditions, errors, events, files, requests, space, stage }: Phone): PreviewHandle {
  return {
    get conditions() {
      return conditions.now
    },
    get requestCount() {
      return requests.count
    },
    get errors() {
      return errors.messages
    },
    get isSuspended() {
      return stage.isSuspended
    },
    set: (change) => conditions.set(parseConditions(change)),
    addFile: (file, name) => files.addTemporary(file, name),
    warnOfMemory: () => events.emit('memoryWarning', { level: 10 }),
    clear: async () => {
      await files.clear()
      const prefixes = [`wx:${space}:`, `preview:${space}:`]
      const own = Object.keys(localStorage).filter((key) => prefixes.some((prefix) => key.startsWith(prefix)))
      for (const key of own) localStorage.removeItem(key)
    },
  }
}

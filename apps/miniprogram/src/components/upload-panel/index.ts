import type { PanelView } from '@photolift/screens/upload'

/** All photos of the batch together. */
Component({
  properties: {
    panel: { type: Object, value: {} as PanelView },
    /** Said by a screen reader whenever it changes. */
    announcement: { type: String, value: '' },
  },
})

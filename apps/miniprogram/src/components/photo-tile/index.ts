import type { TileView } from '@photolift/screens/upload'

/** One photo on its way. Triggers `open` and `remove`, each with the `taskId`. */
Component({
  properties: {
    tile: { type: Object, value: {} as TileView },
    /** Being dragged to another place. */
    lifted: { type: Boolean, value: false },
  },
  methods: {
    onOpenTap() {
      this.triggerEvent('open', { taskId: this.data.tile.taskId })
    },
    onRemoveTap() {
      this.triggerEvent('remove', { taskId: this.data.tile.taskId })
    },
  },
})

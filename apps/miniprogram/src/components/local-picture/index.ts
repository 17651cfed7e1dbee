/** A picked file as a square picture, or an icon where it cannot be shown: it is no picture, or is gone. */
Component({
  properties: {
    src: { type: String, value: '' },
  },
  data: { broken: false },
  observers: {
    src() {
      // Most pictures are in order, and each setData of each tile would count.
      if (this.data.broken) this.setData({ broken: false })
    },
  },
  methods: {
    onError() {
      this.setData({ broken: true })
    },
  },
})

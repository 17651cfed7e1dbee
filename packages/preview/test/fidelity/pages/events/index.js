Page({
  data: { log: [] },
  note(entry) {
    this.setData({ log: [...this.data.log, entry] })
  },
  onOuter(event) {
    this.note(`outer ${event.type} target ${event.target.id} current ${event.currentTarget.id}`)
  },
  onCapture() {
    this.note('capture')
  },
  onInner(event) {
    this.note(
      `inner ${event.currentTarget.dataset.photoId} ${event.currentTarget.dataset.number + 1} ${event.mark.place}`,
    )
  },
  onCaught() {
    this.note('caught')
  },
  onTouch(event) {
    const point = event.touches[0] || event.changedTouches[0]
    this.note(`${event.type} ${event.touches.length} ${point.clientX} ${point.clientY}`)
  },
  onTap(event) {
    this.note(`tap at ${event.detail.x} ${event.detail.y}`)
  },
  onLongPress() {
    this.note('longpress')
  },
  onPlainTap() {
    this.note('tap after long')
  },
  onTransition() {
    this.note('transitionend')
  },
  grow() {
    this.setData({ isLarge: true })
  },
  onMut() {
    this.note('mut')
  },
})

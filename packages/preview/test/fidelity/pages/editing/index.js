Page({
  data: { log: [], x: 100, y: 50, size: 36, angle: -2 },
  add(entry) {
    this.setData({ log: [...this.data.log, entry] })
  },
  onStart(event) {
    const [touch] = event.changedTouches
    this.grip = { x: touch.clientX - this.data.x, y: touch.clientY - this.data.y }
  },
  onMove(event) {
    const [touch] = event.touches
    this.setData({ x: touch.clientX - this.grip.x, y: touch.clientY - this.grip.y })
  },
  onEnd(event) {
    const [touch] = event.changedTouches
    this.add(`end ${event.touches.length} at ${touch.clientX - this.grip.x} ${touch.clientY - this.grip.y}`)
  },
  onPinch(event) {
    const points = (touches) =>
      touches.map((touch) => `${touch.identifier}:${touch.clientX},${touch.clientY}`).join(' ')
    this.add(`${event.type} [${points(event.touches)}] changed [${points(event.changedTouches)}]`)
  },
  onChanging(event) {
    this.setData({ size: event.detail.value })
    this.add(`changing ${event.detail.value}`)
  },
  onChange(event) {
    this.add(`change ${event.detail.value}`)
  },
})

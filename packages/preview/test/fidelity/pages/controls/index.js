Page({
  data: { log: [], note: 'start', isOn: false, percent: 40, fruit: ['apple', 'pear'] },
  add(entry) {
    this.setData({ log: [...this.data.log, entry] })
  },
  onInput(event) {
    this.add(`input ${event.detail.value}`)
  },
  onConfirm(event) {
    this.add(`confirm ${event.detail.value}`)
  },
  onChange(event) {
    this.add(`${event.currentTarget.id} ${JSON.stringify(event.detail.value)}`)
  },
  onSubmit(event) {
    this.add(`submit ${JSON.stringify(event.detail.value)}`)
  },
  onReset() {
    this.add('reset')
  },
  onLoad() {},
  onImage(event) {
    this.add(`image ${event.type} ${event.detail.width || event.detail.errMsg}`)
  },
})

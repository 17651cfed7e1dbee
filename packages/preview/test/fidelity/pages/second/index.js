Page({
  data: { query: '', received: '' },
  onLoad(query) {
    this.setData({ query: JSON.stringify(query) })
    const channel = this.getOpenerEventChannel()
    channel.on('hello', (value) => this.setData({ received: value }))
    channel.emit('opened', this.route)
  },
})

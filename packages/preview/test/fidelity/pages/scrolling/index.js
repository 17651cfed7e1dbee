Page({
  data: { log: [], current: 0, rows: Array.from({ length: 60 }, (_, index) => index), into: '' },
  note(entry) {
    this.setData({ log: [...this.data.log, entry] })
  },
  onPageScroll({ scrollTop }) {
    this.scrolledTo = scrollTop
  },
  onReachBottom() {
    this.note('reach bottom')
  },
  onPullDownRefresh() {
    this.note('pull down')
    setTimeout(() => wx.stopPullDownRefresh(), 50)
  },
  onSwiper(event) {
    this.note(`swiper ${event.detail.current} ${event.detail.source}`)
    this.setData({ current: event.detail.current })
  },
  onLower() {
    this.note('lower')
  },
  next() {
    this.setData({ current: 2 })
  },
  reveal() {
    this.setData({ into: 'cell-9' })
  },
  measure() {
    const query = wx.createSelectorQuery()
    query.select('#measured').boundingClientRect()
    query.selectAll('.row').fields({ dataset: true, size: true })
    query.selectViewport().scrollOffset()
    query.exec(([rect, rows, viewport]) => {
      this.note(`rect ${rect.left} ${rect.top} ${rect.width}`)
      this.note(`rows ${rows.length} ${rows[3].dataset.row} ${rows[3].height}`)
      this.note(`viewport ${viewport.scrollTop} ${viewport.scrollHeight > 1000}`)
    })
  },
  watch() {
    this.observer = this.createIntersectionObserver().relativeToViewport()
    this.observer.observe('#end', (entry) => this.note(`seen ${entry.intersectionRatio > 0}`))
  },
  toEnd() {
    wx.pageScrollTo({ selector: '#end', duration: 0 })
  },
})

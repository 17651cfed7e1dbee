Page({
  data: {
    title: 'Template',
    groups: [
      { id: 'a', name: 'Alpha', members: ['one', 'two'] },
      { id: 'b', name: 'Beta', members: [] },
    ],
    isShown: true,
    numbers: [1, 2, 3],
    person: { name: 'Ada', deep: { count: 3 } },
    bound: 'start',
    items: ['x'],
    heading: 'First',
    log: [],
  },
  onLoad(query) {
    this.note(`load ${JSON.stringify(query)}`)
  },
  onShow() {
    this.note('show')
  },
  onReady() {
    this.note('ready')
  },
  onHide() {
    this.note('hide')
  },
  onUnload() {
    getApp().log.push('unload template')
  },
  note(entry) {
    this.setData({ log: [...this.data.log, entry] })
  },
  onLifetimes(event) {
    this.note(event.detail)
  },
  onPageShow() {
    this.note('component page show')
  },
  onIncreased(event) {
    this.note(`increased ${event.detail.count}`)
  },
  toggle() {
    this.setData({ isShown: !this.data.isShown, 'groups[1].members': ['three'], items: ['x', 'y'], heading: 'Second' })
  },
})

const counted = require('../../behaviors/counted')

const lifetimes = []

Component({
  behaviors: [counted, 'wx://form-field'],
  options: { multipleSlots: true },
  externalClasses: ['extra-class'],
  properties: { heading: String, items: Array },
  data: { itemCount: 0, observed: '' },
  observers: {
    'items.length'(length) {
      this.setData({ itemCount: length })
    },
    'heading, count'(heading, count) {
      this.setData({ observed: `${heading}/${count}` })
    },
  },
  lifetimes: {
    created() {
      lifetimes.push('created')
    },
    attached() {
      lifetimes.push('attached')
    },
    ready() {
      lifetimes.push('ready')
      this.triggerEvent('lifetimes', lifetimes.join(' '))
    },
  },
  pageLifetimes: {
    show() {
      this.triggerEvent('pageshow', {})
    },
  },
})

Page({
  data: { isAsked: false },
  globals() {
    return [typeof window, typeof document, typeof fetch, typeof URL, typeof XMLHttpRequest]
  },
  onAgree() {
    globalThis.resolvePrivacy({ event: 'agree', buttonId: 'agree' })
  },
})

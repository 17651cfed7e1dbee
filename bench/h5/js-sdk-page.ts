import { BrowserPhotoSource, browserClock, browserHttpStack } from '@photolift/platform/browser'
import {
  connectJsSdk,
  createWechatPictures,
  type JsSdk,
  pickThroughJsSdk,
  wechatPhone,
} from '@photolift/platform/js-sdk'
import wx from 'weixin-js-sdk'

// The way of photos from the JS-SDK to the bucket, with all that holds bytes on it: picker, hash, form.

declare global {
  /** @returns how many photos the bucket has taken */
  function sendPhotos(): Promise<number>
  /** What a page does that keeps what the JS-SDK gives: the counter has to see it. */
  function keepTexts(count: number): Promise<number>
}

const phone = wechatPhone(navigator.userAgent)
const connection = connectJsSdk({
  load: async () => wx as unknown as JsSdk,
  sign: async () => ({ appId: 'wx0000000000000001', timestamp: 1, nonceStr: 'nonce', signature: '0'.repeat(40) }),
  phone,
  clock: browserClock,
  entryUrl: location.href,
  currentUrl: () => location.href,
})
const pictures = createWechatPictures({ connection, phone, clock: browserClock })

globalThis.sendPhotos = async () => {
  const { route, photos } = await pickThroughJsSdk({ pictures, phone })
  if (route !== 'direct') throw new Error('the photos went over WeChat')
  let taken = 0
  for (const { source } of photos) {
    if (!(source instanceof BrowserPhotoSource)) throw new Error('a photo could not be read')
    const fields = { 'Content-MD5': await source.md5() }
    const { status } = await browserHttpStack.postForm({ url: '/bucket', fields, fileField: 'file', photo: source })
    if (status === 200) taken += 1
  }
  return taken
}

const kept: string[] = []
globalThis.keepTexts = async (count) => {
  const localIds = await pictures.choose({ count })
  for (const localId of localIds) {
    await new Promise<void>((resolve, reject) => {
      // Its typings do not have the call.
      ;(wx as unknown as JsSdk).getLocalImgData({
        localId,
        success: ({ localData }) => {
          kept.push(String(localData))
          resolve()
        },
        fail: reject,
        cancel: reject,
      })
    })
  }
  return kept.length
}

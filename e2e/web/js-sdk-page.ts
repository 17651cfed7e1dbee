import { createApiClient } from '@photolift/api-client'
import {
  browserClock,
  browserHttpStack,
  browserLifecycle,
  browserNetwork,
  createLocalStore,
} from '@photolift/platform/browser'
import {
  connectJsSdk,
  createWechatPictures,
  type JsSdk,
  pickThroughJsSdk,
  wechatPhone,
} from '@photolift/platform/js-sdk'
import { createUploader } from '@photolift/upload-engine'
import { createMediaRoute, joinRoutes } from '@photolift/upload-engine/media'
import wx from 'weixin-js-sdk'

/** A page without a screen: client, engine, both routes and the real JS-SDK, put together as a page puts them together. */
export interface WechatPage {
  /** @returns an error's text, or nothing */
  pick(): Promise<string>
  /** Each photo's state, or the code of its error, in picked order. */
  outcomes(): string[]
  /** Sizes of the stored photos, in the gallery's order. */
  galleryBytes(): Promise<number[]>
}

declare global {
  var wechatPage: WechatPage
  /** Put in by the test. */
  var pageSettings: { serviceUrl: string; person: string }
}

const { serviceUrl, person } = globalThis.pageSettings
const surroundings = { clock: browserClock, network: browserNetwork, lifecycle: browserLifecycle }
let logins = 0
const service = createApiClient({
  ...surroundings,
  baseUrl: serviceUrl,
  http: browserHttpStack,
  // A code serves once, also after a reload.
  loginCode: async () => `code-${person}-${Date.now()}-${++logins}`,
})
const store = createLocalStore('photolift.')
const uploader = joinRoutes({
  direct: createUploader({ ...surroundings, service, http: browserHttpStack, store }),
  media: createMediaRoute({ ...surroundings, service, store }),
  clock: browserClock,
})
const phone = wechatPhone(navigator.userAgent)
const connection = connectJsSdk({
  load: async () => wx as unknown as JsSdk,
  sign: (url) => service.jsSdkConfig(url),
  phone,
  clock: browserClock,
  entryUrl: location.href,
  currentUrl: () => location.href,
})
const pictures = createWechatPictures({ connection, phone, clock: browserClock })

globalThis.wechatPage = {
  async pick() {
    try {
      const { photos } = await pickThroughJsSdk({ pictures, phone })
      if (photos.length > 0) uploader.add(photos)
      return ''
    } catch (error) {
      return String(error)
    }
  },
  outcomes: () => uploader.snapshot().tasks.map(({ state, errorCode }) => errorCode ?? state),
  galleryBytes: async () => (await service.gallery()).photos.map(({ byteLength }) => byteLength),
}

import { AppError, type JsSdkConfig } from '@photolift/contracts'
import wx from 'weixin-js-sdk'
import { BrowserPhotoSource } from '../src/browser/index.js'
import {
  connectJsSdk,
  createWechatPictures,
  type DirectPick,
  type JsSdk,
  type MediaPick,
  pickThroughJsSdk,
  wechatPhone,
} from '../src/js-sdk/index.js'
import { timerClock } from '../src/timer-clock.js'

/** The half of the JS-SDK's tests that runs in the page: the real library under the adapter. */
export interface JsSdkPage {
  signedUrls: string[]
  /** @returns the route and, per photo, what became of it: its type, length, MD5 and what shows it, its media id, or an error's code */
  pick(): Promise<PickOutcome>
}

export type PickOutcome =
  | { error: string }
  | { route: 'direct' | 'media'; photos: (string | { contentType: string; md5: string; shown: string })[] }

declare global {
  var jsSdkPage: JsSdkPage
}

const phone = wechatPhone(navigator.userAgent)
const signedUrls: string[] = []
const connection = connectJsSdk({
  load: async () => wx as unknown as JsSdk,
  sign: async (url): Promise<JsSdkConfig> => {
    signedUrls.push(url)
    return {
      appId: 'wx0000000000000001',
      timestamp: 1_795_132_800,
      nonceStr: `nonce${signedUrls.length}`,
      signature: 'f'.repeat(40),
    }
  },
  phone,
  clock: timerClock,
  entryUrl: location.href,
  currentUrl: () => location.href,
})
const pictures = createWechatPictures({ connection, phone, clock: timerClock })

globalThis.jsSdkPage = {
  signedUrls,
  async pick() {
    try {
      const pick = await pickThroughJsSdk({ pictures, phone })
      return { route: pick.route, photos: await (pick.route === 'direct' ? read(pick) : handOver(pick)) }
    } catch (error) {
      return { error: codeOf(error) }
    }
  },
}

function read({ photos }: DirectPick) {
  return Promise.all(
    photos.map(async ({ source, localUrl }) => {
      try {
        const md5 = await source.md5()
        if (!(source instanceof BrowserPhotoSource)) throw new Error('the engine could not send it')
        return { contentType: source.blob.type, md5, shown: localUrl.replace(/:.*/, '') }
      } catch (error) {
        return codeOf(error)
      }
    }),
  )
}

function handOver({ photos }: MediaPick) {
  return Promise.all(photos.map(({ handOver: give }) => give().catch(codeOf)))
}

function codeOf(error: unknown): string {
  return error instanceof AppError ? error.code : String(error)
}

import { beforeAll, expect, it } from '@jest/globals'
import { GALLERY_TEXT } from '../text/gallery.js'
import { loadFailureText } from './load-failure-text.js'

beforeAll(() => {})

it('speaks of the network where there is none', () => {
  expect(loadFailureText('NETWORK_LOST', GALLERY_TEXT.zh)).toEqual({
    failedTitle: '没有网络',
    failedText: '连上网络后，再点一次重试。',
  })
})

it.each(['NETWORK_TIMEOUT', 'SERVICE_UNREACHABLE'] as const)(
  'speaks of the service, and of no upload, where no answer came: %s',
  (code) => {
    expect(loadFailureText(code, GALLERY_TEXT.zh)).toEqual({
      failedTitle: '暂时连不上服务',
      failedText: '等一会儿再试，或换个网络看看。',
    })
  },
)

it('gives the catalogue’s sentence where it helps', () => {
  expect(loadFailureText('LOGIN_REFUSED', GALLERY_TEXT.zh)).toEqual({
    failedTitle: '照片没载入',
    failedText: '这个微信号暂时不能登录，请联系客服',
  })
})

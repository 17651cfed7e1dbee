import { beforeAll, expect, it } from '@jest/globals'
import { installFakeWx } from '../../testing/fake-wx.js'
import { loadFailureText } from './load-failure-text.js'

const text = { failedText: 'wait a little' }

beforeAll(() => {
  installFakeWx()
})

it.each(['NETWORK_LOST', 'NETWORK_TIMEOUT', 'SERVICE_UNREACHABLE'] as const)(
  'speaks of no upload where no answer came: %s',
  (code) => {
    expect(loadFailureText(code, text)).toBe('wait a little')
  },
)

it('gives the catalogue’s sentence where it helps', () => {
  expect(loadFailureText('LOGIN_REFUSED', text)).toBe('这个微信号暂时不能登录，请联系客服')
})

import { expect, it } from '@jest/globals'
import { authorizeUrl } from './authorize-url.js'
import { jsSdkSignature } from './js-sdk-signature.js'

const OFFICIAL = {
  jsapiTicket: 'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg',
  nonceStr: 'Wm3WZYTPz0wzccnW',
  timestamp: 1_414_587_457,
  url: 'http://mp.weixin.qq.com?params=value',
}
const CHINESE = {
  jsapiTicket: 'EXAMPLE_TICKET_0001',
  nonceStr: 'a1b2c3d4e5f6',
  timestamp: 1_795_132_800,
  url: 'https://h5.example.com/upload?from=%E5%BE%AE%E4%BF%A1&id=7',
}

it.each([
  ["WeChat's own example", OFFICIAL, '0f9de62fce790f9a083d5c99e95740ceb90c27ed'],
  ['Chinese in the query, encoded as the browser shows it', CHINESE, '7d3aa8b60496c61ecc28978071d96b5422f93c5a'],
  [
    'a fragment, which is left out',
    { ...CHINESE, url: `${CHINESE.url}#/a?b#c` },
    '7d3aa8b60496c61ecc28978071d96b5422f93c5a',
  ],
])('signs %s', (_, input, signature) => {
  expect(jsSdkSignature(input)).toBe(signature)
})

it("WeChat's page of authorisation gets its parameters in its order, the way back encoded once, and its fragment", () => {
  const page = { appid: 'wx1', redirectUrl: 'https://h5.example.com/a?b=c', scope: 'snsapi_base', state: 'a1' } as const

  expect(authorizeUrl(page)).toBe(
    'https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1&redirect_uri=https%3A%2F%2Fh5.example.com%2Fa%3Fb%3Dc&response_type=code&scope=snsapi_base&state=a1#wechat_redirect',
  )
})

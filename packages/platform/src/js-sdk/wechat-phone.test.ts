import { describe, expect, it } from '@jest/globals'
import { decodeLocalData, isInWechat, readLocalIds, wechatPhone, withoutFragment } from './wechat-phone.js'

const BYTES = Buffer.from(Array.from({ length: 1_000_000 }, (_, index) => index % 251))
const BASE64 = BYTES.toString('base64')

describe('what getLocalImgData gives', () => {
  it.each([
    ['bare', BASE64],
    ['bare in lines', BASE64.replace(/.{76}/g, '$&\r\n')],
    ['in lines of an odd length', BASE64.replace(/.{61}/g, '$&\n')],
    ['a data URL of jgp', `data:image/jgp;base64,${BASE64}`],
    ['a data URL of jpeg', `data:image/jpeg;base64,${BASE64}`],
    ['without padding', BASE64.replace(/=+$/, '')],
  ])('is decoded: %s', (_shape, text) => {
    expect(Buffer.concat(decodeLocalData(text)).equals(BYTES)).toBe(true)
  })

  it('is decoded in pieces that are far shorter than the text', () => {
    expect(Math.max(...decodeLocalData(BASE64).map(({ length }) => length))).toBeLessThan(BYTES.length / 4)
  })

  it.each(['', '\n', 'data:image/jgp;base64,', '<html>', '!!!!', undefined, 7])(
    'that is no picture is unreadable: %j',
    (text) => {
      expect(() => decodeLocalData(text)).toThrow(expect.objectContaining({ code: 'PHOTO_UNREADABLE' }))
    },
  )
})

describe('localIds', () => {
  it.each([[['a', 'b']], ['["a","b"]']])('are read from %j', (given) => {
    expect(readLocalIds(given)).toEqual(['a', 'b'])
  })

  it.each([undefined, 'weixin://resourceid/1', '{}', [1], null])('of another shape are an error: %j', (given) => {
    expect(() => readLocalIds(given)).toThrow(expect.objectContaining({ code: 'INTERNAL' }))
  })
})

it('shows no localId on iOS, which shows none', () => {
  expect(wechatPhone('Mozilla/5.0 (iPhone) MicroMessenger/8.0').previewOf('wxLocalResource://1')).toBe('')
  expect(wechatPhone('Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0').previewOf('weixin://1')).toBe('weixin://1')
})

it('knows WeChat by its user agent, and addresses without what follows #', () => {
  expect(isInWechat('Mozilla/5.0 (iPhone) MicroMessenger/8.0')).toBe(true)
  expect(isInWechat('Mozilla/5.0 (iPhone) Safari/604.1')).toBe(false)
  expect(withoutFragment('https://h5.example.com/a?b=c#d#e')).toBe('https://h5.example.com/a?b=c')
})

import { describe, expect, it } from '@jest/globals'
import COS from 'cos-nodejs-sdk-v5'
import { createReadUrlSigner } from './read-url.js'

const BUCKET = { bucket: 'examplebucket-1250000000', region: 'ap-shanghai' }
const HOST = 'examplebucket-1250000000.cos.ap-shanghai.myqcloud.com'
const CREDENTIAL = { secretId: 'AKIDQjz3ltompVjBni5LitkWHFlFpwkn9U5q', secretKey: 'BQYIM75p8x0iWVFSIgqEKwFprpRSVHlz' }
const WINDOW = { validFrom: new Date('2026-11-20T00:00:00Z'), validUntil: new Date('2026-11-20T00:15:00Z') }
const KEY_TIME = '1795132800;1795133700'

describe('a link to read', () => {
  it.each(['photos/a.jpg', "照片/小明的 相册(1)+a&b=c~'!*.jpg"])(
    'to %s is signed as the official SDK signs it',
    (key) => {
      const url = new URL(createReadUrlSigner(BUCKET, CREDENTIAL)({ key, ...WINDOW }))

      expect(decodeURIComponent(url.pathname)).toBe(`/${key}`)
      expect(url.origin).toBe(`https://${HOST}`)
      expect(authorizationOf(url)).toBe(
        COS.getAuthorization({
          SecretId: CREDENTIAL.secretId,
          SecretKey: CREDENTIAL.secretKey,
          KeyTime: KEY_TIME,
          Method: 'GET',
          Key: key,
          Headers: { Host: HOST },
        }),
      )
    },
  )

  it('binds the image operation as the official SDK does', () => {
    const operation = 'imageMogr2/auto-orient|imageMogr2/thumbnail/1080x1080>/strip/format/webp'
    const url = new URL(
      createReadUrlSigner(BUCKET, CREDENTIAL)({ key: 'photos/a.jpg', ...WINDOW, imageOperation: operation }),
    )

    expect([...url.searchParams.keys()]).toContain(operation)
    expect(url.search).toContain('&imageMogr2/auto-orient%7CimageMogr2/thumbnail/1080x1080%3E/strip/format/webp')
    expect(url.search).toContain('&q-url-param-list=imagemogr2%252fauto-orient%257cimagemogr2%252fthumbnail')
    expect(authorizationOf(url)).toBe(
      COS.getAuthorization({
        SecretId: CREDENTIAL.secretId,
        SecretKey: CREDENTIAL.secretKey,
        KeyTime: KEY_TIME,
        Method: 'GET',
        Key: 'photos/a.jpg',
        Headers: { Host: HOST },
        Query: { [operation]: '' },
      }),
    )
  })

  it('carries the session token of a temporary key', () => {
    const readUrl = createReadUrlSigner(BUCKET, { ...CREDENTIAL, cosSessionToken: 'a+b/c=' })

    const url = new URL(readUrl({ key: 'photos/a.jpg', ...WINDOW }))

    expect(url.searchParams.get('x-cos-security-token')).toBe('a+b/c=')
  })

  it('is the same text all through a window, so that images are cached', () => {
    const readUrl = createReadUrlSigner(BUCKET, CREDENTIAL)

    const links = [1, 2].map(() => readUrl({ key: 'photos/a.jpg', ...WINDOW }))

    expect(links[0]).toBe(links[1])
  })
})

/** The `q-` parameters of a URL as they stand in an Authorization header. */
function authorizationOf(url: URL): string {
  return [...url.searchParams]
    .filter(([name]) => name.startsWith('q-'))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

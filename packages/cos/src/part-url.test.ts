import { describe, expect, it } from '@jest/globals'
import COS from 'cos-nodejs-sdk-v5'
import { createPartUrlSigner } from './part-url.js'

const BUCKET = { bucket: 'examplebucket-1250000000', region: 'ap-shanghai' }
const HOST = 'examplebucket-1250000000.cos.ap-shanghai.myqcloud.com'
const CREDENTIAL = { secretId: 'AKIDQjz3ltompVjBni5LitkWHFlFpwkn9U5q', secretKey: 'BQYIM75p8x0iWVFSIgqEKwFprpRSVHlz' }
const PART = {
  key: 'photos/big.jpg',
  uploadId: '1585130821cbb7df1d11846c073ad648e8f33b087cec2381df437acdc833cf654b9ecc6361',
  partNumber: 2,
  byteLength: 1_048_576,
  validFrom: new Date('2026-11-20T00:00:00Z'),
  expiresAt: new Date('2026-11-20T00:10:00Z'),
}

describe('the URL of a part', () => {
  it('is signed as the official SDK signs it, its length bound', () => {
    const url = new URL(createPartUrlSigner(BUCKET, CREDENTIAL)(PART))

    expect(url.origin + url.pathname).toBe(`https://${HOST}/photos/big.jpg`)
    expect(url.searchParams.get('q-header-list')).toBe('content-length;host')
    const authorization = [...url.searchParams].filter(([name]) => name.startsWith('q-'))
    expect(authorization.map(([name, value]) => `${name}=${value}`).join('&')).toBe(
      COS.getAuthorization({
        SecretId: CREDENTIAL.secretId,
        SecretKey: CREDENTIAL.secretKey,
        KeyTime: '1795132800;1795133400',
        Method: 'PUT',
        Key: PART.key,
        Query: { partNumber: '2', uploadId: PART.uploadId },
        Headers: { Host: HOST, 'Content-Length': '1048576' },
      }),
    )
  })

  it('carries the session token of a temporary key', () => {
    const url = new URL(createPartUrlSigner(BUCKET, { ...CREDENTIAL, cosSessionToken: 'a+b/c=' })(PART))

    expect(url.searchParams.get('x-cos-security-token')).toBe('a+b/c=')
  })

  it.each([{ partNumber: 0 }, { partNumber: 10_001 }, { byteLength: 0 }, { byteLength: 0.5 }])(
    'is made for no part that cannot be: %j',
    (change) => {
      expect(() => createPartUrlSigner(BUCKET, CREDENTIAL)({ ...PART, ...change })).toThrow(
        expect.objectContaining({ code: 'INTERNAL' }),
      )
    },
  )
})

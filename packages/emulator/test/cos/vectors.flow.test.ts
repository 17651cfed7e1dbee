import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from '@jest/globals'
import { Crc64 } from '../../src/cos/crc64.js'
import { parsePostPolicy } from '../../src/cos/post-policy.js'
import { Query } from '../../src/cos/query.js'
import {
  computeSignature,
  computeSignKey,
  findSignature,
  hmacSha1,
  parseAuthorization,
} from '../../src/cos/request-signature.js'
import { parseRequestTarget } from '../../src/cos/request-target.js'
import { follows } from '../follows.js'
import { filePart, sendForm } from './form-upload.js'
import { send } from './raw-request.js'
import { BUCKET, REGION, startTestBucket, type TestBucket } from './test-bucket.js'

interface SignatureVector {
  name: string
  input: {
    secretId: string
    secretKey: string
    keyTime: string
    method: string
    uriPathname: string
    query: Record<string, string>
    headers: Record<string, string>
  }
  signKey: string
  httpString: string
  stringToSign: string
  signature: string
  authorization: string
  requestTarget?: string
  presignedUrl?: string
}

interface PolicyVector {
  name: string
  input: { secretKey: string; keyTime: string; policyText: string }
  signKey: string
  stringToSign: string
  signature: string
  formFields: Record<string, string>
}

interface Vectors {
  cosRequestSignature: SignatureVector[]
  cosPostSignatureField: SignatureVector[]
  cosPostPolicy: PolicyVector[]
  crc64: { name: string; inputUtf8: string; crc64ecma_decimal: string; md5hex: string }[]
}

const vectors: Vectors = JSON.parse(readFileSync(join(__dirname, '../../vectors/vectors.json'), 'utf8'))
const address = { bucket: BUCKET, region: REGION }

let bucket: TestBucket | undefined
afterEach(async () => {
  await bucket?.close()
  bucket = undefined
})

describe('the vectors', () => {
  it('are all of a group that is checked somewhere', () => {
    const checkedHere = ['cosRequestSignature', 'cosPostSignatureField', 'cosPostPolicy', 'crc64']
    const notOfThisCos = ['jsSdkSignature', 'messagePushSignature', 'cosV4']

    expect(Object.keys(vectors).sort()).toEqual(['meta', ...checkedHere, ...notOfThisCos].sort())
  })
})

follows('COS 7778, request signature', { seenOnRealService: 'never' }, () => {
  it.each([...vectors.cosRequestSignature, ...vectors.cosPostSignatureField])('computes $name', (vector) => {
    const { method, uriPathname, query, headers, secretKey, keyTime } = vector.input
    const signed = parseAuthorization(vector.authorization)
    const request = {
      method,
      path: uriPathname,
      query: Query.parse(encodeQuery(query)),
      headers: lowerCaseNames(headers),
    }

    const computed = computeSignature(request, signed, secretKey)

    expect(computeSignKey(secretKey, keyTime)).toBe(vector.signKey)
    expect(computed).toEqual({
      httpString: vector.httpString,
      stringToSign: vector.stringToSign,
      signature: vector.signature,
    })
  })

  it.each(vectors.cosRequestSignature.filter(({ requestTarget }) => requestTarget))(
    'decodes the target of $name',
    (vector) => {
      const rawTarget = vector.requestTarget?.split(' ')[1] ?? ''

      const { path, query } = parseRequestTarget(rawTarget, `${BUCKET}.cos.${REGION}.myqcloud.com`, address)

      expect(path).toBe(vector.input.uriPathname)
      expect(Object.fromEntries(query.entries())).toEqual(vector.input.query)
    },
  )

  it.each(vectors.cosRequestSignature.filter(({ presignedUrl }) => presignedUrl))(
    'reads the link of $name',
    (vector) => {
      const { host, pathname, search } = new URL(vector.presignedUrl ?? '')

      const { query } = parseRequestTarget(`${pathname}${search}`, host, address)

      expect(findSignature({}, query)).toEqual(parseAuthorization(vector.authorization))
    },
  )

  // The two of the official document are of another region.
  const ofThisBucket = vectors.cosRequestSignature.filter(
    ({ input }) => input.headers['Host']?.includes(REGION) ?? true,
  )
  it.each(ofThisBucket.filter(({ name }) => name !== 'temporary-key'))(
    'lets the request of $name in',
    async (vector) => {
      bucket = await startTestBucket()
      bucket.setNow(Date.parse('2026-11-20T00:05:00Z'))
      const { method, uriPathname, query, headers } = vector.input
      const target = `${encodeURI(uriPathname).replace('+', '%2B').replace('&', '%26')}?${encodeQuery(query)}`
      const body = Buffer.alloc(Number(headers['Content-Length'] ?? 0))

      const answer = await send(bucket, {
        method: method.toUpperCase(),
        target,
        headers: { Host: bucket.host, ...headers, Authorization: vector.authorization },
        body,
      })

      const codeOfAbsentThing = {
        'upload-part': 'NoSuchUpload',
        'get-with-range-header': 'NoSuchKey',
        'get-presigned-query-and-header': 'NoSuchKey',
      }
      expect(answer.code).toBe(codeOfAbsentThing[vector.name as keyof typeof codeOfAbsentThing])
    },
  )
})

follows('COS 14690, POST Object', { seenOnRealService: 'never' }, () => {
  it.each(vectors.cosPostPolicy)('signs $name', ({ input, signKey, stringToSign, signature, formFields }) => {
    const policyBytes = Buffer.from(formFields['policy'] ?? '', 'base64')

    expect(policyBytes.toString()).toBe(input.policyText)
    expect(createHash('sha1').update(policyBytes).digest('hex')).toBe(stringToSign)
    expect(computeSignKey(input.secretKey, input.keyTime)).toBe(signKey)
    expect(hmacSha1(signKey, stringToSign)).toBe(signature)
    expect(parsePostPolicy(input.policyText).fieldConditions).not.toEqual([])
  })

  it('lets the form of policy-chinese-key in', async () => {
    bucket = await startTestBucket()
    bucket.setNow(Date.parse('2026-11-20T00:05:00Z'))
    const { formFields = {} } = vectors.cosPostPolicy.find(({ name }) => name === 'policy-chinese-key') ?? {}
    const fields = Object.entries(formFields).map(([name, value]) => ({ name, value }))

    const answer = await sendForm(bucket, [...fields, filePart('photo')])

    expect(answer.status).toBe(200)
    expect(bucket.store.getObject('照片/2026-11-20/小明 (1).jpg')).toMatchObject({
      headers: { 'content-type': 'image/jpeg' },
      metadata: { 'x-cos-meta-owner': 'u_1001' },
    })
  })

  it.each(vectors.cosPostSignatureField)('lets a form with the field of $name in', async ({ input, authorization }) => {
    bucket = await startTestBucket()
    bucket.setNow(Date.parse('2026-11-20T00:05:00Z'))
    const fields = [
      { name: 'key', value: 'any/key.jpg' },
      { name: 'signature', value: authorization },
    ]

    const answer = await sendForm(bucket, [...fields, filePart('photo')], {
      target: input.uriPathname,
      host: input.headers['Host'] ?? bucket.host,
    })

    expect(answer.status).toBe(204)
  })
})

follows('COS 34078, CRC64', { seenOnRealService: 'never' }, () => {
  it.each(vectors.crc64)('computes $name', ({ inputUtf8, crc64ecma_decimal, md5hex }) => {
    const bytes = Buffer.from(inputUtf8)
    const crc64 = new Crc64()

    for (const byte of bytes) crc64.update(Buffer.of(byte))

    expect(crc64.digest()).toBe(crc64ecma_decimal)
    expect(createHash('md5').update(bytes).digest('hex')).toBe(md5hex)
  })

  it('comes to the same whatever pieces the bytes come in', () => {
    const bytes = Buffer.from(Array.from({ length: 1000 }, (_, index) => (index * 31) % 256))
    const whole = new Crc64()
    const pieces = new Crc64()

    whole.update(bytes)
    for (let start = 0; start < bytes.length; start += 13) pieces.update(bytes.subarray(start, start + 13))

    expect(pieces.digest()).toBe(whole.digest())
  })
})

function encodeQuery(query: Record<string, string>): string {
  return Object.entries(query)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&')
}

function lowerCaseNames(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

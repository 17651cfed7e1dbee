import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { follows } from '../follows.js'
import { sendSigned } from './raw-request.js'
import { startTestBucket, type TestBucket } from './test-bucket.js'

let bucket: TestBucket

beforeAll(async () => {
  bucket = await startTestBucket()
  for (const key of ['a/1', 'a/2', 'b', 'c/1', 'c/2', 'd', '照片/一 & 二.jpg']) {
    await sendSigned(bucket, { method: 'PUT', target: `/${encodeURIComponent(key)}`, body: key })
  }
  for (const key of ['p/1', 'p/1', 'p/2', 'q']) await sendSigned(bucket, { method: 'POST', target: `/${key}?uploads` })
})

afterAll(() => bucket.close())

follows('COS 7734, GET Bucket', { seenOnRealService: 'never' }, () => {
  it('pages through keys and common prefixes, each counted and given once', async () => {
    const pages: string[][] = []
    let marker = ''
    do {
      const xml = await list(`delimiter=%2F&max-keys=2&marker=${encodeURIComponent(marker)}`)
      pages.push([...valuesOf(xml, 'Contents><Key'), ...valuesOf(xml, 'CommonPrefixes><Prefix')].sort())
      marker = valuesOf(xml, 'NextMarker')[0] ?? ''
    } while (marker !== '')

    expect(pages).toEqual([['a/', 'b'], ['c/', 'd'], ['照片/']])
  })

  it('lists what begins with a prefix', async () => {
    expect(valuesOf(await list('prefix=c%2F'), 'Contents><Key')).toEqual(['c/1', 'c/2'])
    expect(valuesOf(await list('prefix=nothing'), 'Contents><Key')).toEqual([])
  })

  it('goes on after a marker that is no key', async () => {
    expect(valuesOf(await list('prefix=c%2F&marker=c%2F1%2F'), 'Contents><Key')).toEqual(['c/2'])
  })

  it('escapes keys, or encodes them when asked to', async () => {
    const prefix = `prefix=${encodeURIComponent('照片')}`

    expect(valuesOf(await list(prefix), 'Contents><Key')).toEqual(['照片/一 &amp; 二.jpg'])
    expect(valuesOf(await list(`${prefix}&encoding-type=url`), 'Contents><Key')).toEqual([
      '%E7%85%A7%E7%89%87%2F%E4%B8%80%20%26%20%E4%BA%8C.jpg',
    ])
  })

  it('says how large each object is and what its ETag is', async () => {
    const xml = await list('prefix=b')

    expect(valuesOf(xml, 'Size')).toEqual(['1'])
    expect(valuesOf(xml, 'ETag')).toEqual(['&quot;92eb5ffee6ae2fec3ad71c777531578f&quot;'])
    expect(valuesOf(xml, 'IsTruncated')).toEqual(['false'])
    expect(valuesOf(xml, 'NextMarker')).toEqual([])
  })
})

follows('COS 7736, List Multipart Uploads', { seenOnRealService: 'never' }, () => {
  it('pages through uploads, several of one key among them', async () => {
    const seen: string[] = []
    let query = ''
    do {
      const xml = await list(`uploads&max-uploads=1${query}`)
      seen.push(...valuesOf(xml, 'Upload><Key'))
      const [key] = valuesOf(xml, 'NextKeyMarker')
      const [uploadId] = valuesOf(xml, 'NextUploadIdMarker')
      query = key === undefined ? '' : `&key-marker=${encodeURIComponent(key)}&upload-id-marker=${uploadId}`
    } while (query !== '')

    expect(seen).toEqual(['p/1', 'p/1', 'p/2', 'q'])
  })

  it('goes on with the next key where no upload id is given', async () => {
    expect(valuesOf(await list('uploads&key-marker=p%2F1'), 'Upload><Key')).toEqual(['p/2', 'q'])
  })
})

follows('COS 7747, List Parts', { seenOnRealService: 'never' }, () => {
  it('pages through parts in the order of their numbers', async () => {
    const initiated = await sendSigned(bucket, { method: 'POST', target: '/parts?uploads' })
    const [uploadId] = valuesOf(initiated.body.toString(), 'UploadId')
    for (const partNumber of [3, 1, 2]) {
      await sendSigned(bucket, {
        method: 'PUT',
        target: `/parts?partNumber=${partNumber}&uploadId=${uploadId}`,
        body: 'x',
      })
    }

    const query = `uploadId=${uploadId}&max-parts=2`
    const first = await sendSigned(bucket, { method: 'GET', target: `/parts?${query}` })
    const second = await sendSigned(bucket, { method: 'GET', target: `/parts?${query}&part-number-marker=2` })

    expect(valuesOf(first.body.toString(), 'PartNumber')).toEqual(['1', '2'])
    expect(valuesOf(first.body.toString(), 'NextPartNumberMarker')).toEqual(['2'])
    expect(valuesOf(second.body.toString(), 'PartNumber')).toEqual(['3'])
    expect(valuesOf(second.body.toString(), 'IsTruncated')).toEqual(['false'])
  })
})

async function list(query: string): Promise<string> {
  const answer = await sendSigned(bucket, { method: 'GET', target: `/?${query}` })
  return answer.body.toString()
}

/** The texts of all elements whose opening tags are `<path>`. */
function valuesOf(xml: string, path: string): string[] {
  return xml
    .split(`<${path}>`)
    .slice(1)
    .map((rest) => rest.slice(0, rest.indexOf('<')))
}

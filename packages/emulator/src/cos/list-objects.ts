import { sendXml } from './answer.js'
import type { AuthorizedExchange } from './exchange.js'
import { integerParameter } from './integer-parameter.js'
import { textEncoder } from './list-encoding.js'
import { OWNER } from './owner.js'
import type { StoredObject } from './store/object-store.js'

const KEYS_MAX = 1000

/** @see https://cloud.tencent.com/document/product/436/7734 (GET Bucket) */
export function listObjects({ service, target, response }: AuthorizedExchange): void {
  const { query } = target
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const marker = query.get('marker') ?? ''
  const maxKeys = integerParameter(query, 'max-keys', { min: 0, max: KEYS_MAX, absent: KEYS_MAX })
  const encoded = textEncoder(query)
  const { contents, commonPrefixes, nextMarker } = page({
    objects: service.store.listObjects(marker),
    prefix,
    delimiter,
    marker,
    maxKeys,
  })

  response.setHeader('x-cos-bucket-region', service.region)
  sendXml(response, 'ListBucketResult', {
    Name: service.bucket,
    EncodingType: query.get('encoding-type'),
    Prefix: encoded(prefix),
    Marker: encoded(marker),
    MaxKeys: maxKeys,
    Delimiter: delimiter === '' ? undefined : encoded(delimiter),
    IsTruncated: nextMarker !== undefined,
    NextMarker: nextMarker === undefined ? undefined : encoded(nextMarker),
    CommonPrefixes: commonPrefixes.map((commonPrefix) => ({ Prefix: encoded(commonPrefix) })),
    Contents: contents.map((object) => ({
      Key: encoded(object.key),
      LastModified: new Date(object.lastModifiedMs).toISOString(),
      ETag: `"${object.etag}"`,
      Size: object.byteLength,
      Owner: OWNER,
      StorageClass: object.storageClass,
    })),
  })
}

interface ListPage {
  contents: StoredObject[]
  commonPrefixes: string[]
  /** The last key or common prefix of this page, when there is more. */
  nextMarker?: string
}

/** Walks the keys in order; a common prefix counts once, like a key. */
function page(list: {
  objects: Iterable<StoredObject>
  prefix: string
  delimiter: string
  marker: string
  maxKeys: number
}): ListPage {
  const contents: StoredObject[] = []
  const commonPrefixes: string[] = []
  let last = list.marker
  for (const object of list.objects) {
    if (!object.key.startsWith(list.prefix)) continue
    const commonPrefix = commonPrefixOf(object.key, list)
    if (commonPrefix !== undefined && commonPrefix === last) continue
    if (contents.length + commonPrefixes.length >= list.maxKeys) return { contents, commonPrefixes, nextMarker: last }

    last = commonPrefix ?? object.key
    if (commonPrefix === undefined) contents.push(object)
    else commonPrefixes.push(commonPrefix)
  }
  return { contents, commonPrefixes }
}

function commonPrefixOf(key: string, { prefix, delimiter }: { prefix: string; delimiter: string }): string | undefined {
  const delimiterAt = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
  return delimiterAt === -1 ? undefined : key.slice(0, delimiterAt + delimiter.length)
}

import { CosError } from './cos-error.js'
import { Query } from './query.js'
import { urlDecode } from './url-encoding.js'

/** What a request is about, read from its raw target and Host header. */
export interface RequestTarget {
  /** The whole decoded path: what the signature covers. */
  path: string
  /** Empty when the request is about the bucket itself. */
  key: string
  query: Query
  /** `virtual-hosted`: the host names the bucket. `path-style`: the first path segment does. */
  addressing: 'virtual-hosted' | 'path-style'
  /** Reached through `*.myqcloud.com` or `*.tencentcos.cn`, where COS serves downloads as attachments only. */
  defaultDomain: boolean
}

export interface BucketAddress {
  bucket: string
  region: string
  endpointStyle?: RequestTarget['addressing']
}

/**
 * Decodes the target exactly once: no `%2F` splits a key, no `//` or `..` is tidied up, `+` is a plus.
 * @throws CosError InvalidURI, NoSuchBucket
 */
export function parseRequestTarget(rawTarget: string, host: string, address: BucketAddress): RequestTarget {
  // A client that speaks to a proxy sends the absolute form.
  const originForm = rawTarget.replace(/^https?:\/\/[^/?]*/i, '')
  const queryStart = originForm.indexOf('?')
  const rawPath = queryStart === -1 ? originForm : originForm.slice(0, queryStart)
  const query = Query.parse(queryStart === -1 ? '' : originForm.slice(queryStart + 1))
  const path = urlDecode(rawPath === '' ? '/' : rawPath)
  if (path === undefined) throw new CosError('InvalidURI', "Couldn't parse the specified URI.")

  const { addressing, defaultDomain } = locateBucket(host, address)
  const prefix = addressing === 'path-style' ? `/${address.bucket}` : ''
  if (prefix !== '' && path !== prefix && !path.startsWith(`${prefix}/`)) throw noSuchBucket()
  const key = path.slice(prefix.length + 1)
  return { path, key, query, addressing, defaultDomain }
}

/** Which way a host names the bucket. @throws CosError NoSuchBucket */
export function locateBucket(
  host: string,
  address: BucketAddress,
): Pick<RequestTarget, 'addressing' | 'defaultDomain'> {
  if (LOOPBACK.test(host)) {
    return { addressing: address.endpointStyle ?? 'virtual-hosted', defaultDomain: false }
  }
  const name = host.replace(/:\d+$/, '').toLowerCase()
  const { bucket, region } = address
  const services = [`cos.${region}.myqcloud.com`, `cos.${region}.tencentcos.cn`, 'cos.accelerate.myqcloud.com']
  if (services.some((service) => name === `${bucket}.${service}`)) {
    return { addressing: 'virtual-hosted', defaultDomain: true }
  }
  if (services.includes(name)) return { addressing: 'path-style', defaultDomain: true }
  throw noSuchBucket()
}

// A proxy or a shaped link in front of the emulator has a port of its own, and its clients sign for that.
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i

function noSuchBucket(): CosError {
  return new CosError('NoSuchBucket', 'The specified bucket does not exist.')
}

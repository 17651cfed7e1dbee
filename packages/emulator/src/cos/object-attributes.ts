import { CosError } from './cos-error.js'
import type { ObjectAttributes, StoredObject } from './store/object-store.js'
import { headerBytes } from './url-encoding.js'

const STORED_HEADERS = ['content-type', 'cache-control', 'content-disposition', 'content-encoding', 'expires']

const ACLS = new Set([
  'default',
  'private',
  'public-read',
  // «unconfirmed list»
  'authenticated-read',
  'bucket-owner-read',
  'bucket-owner-full-control',
])

const STORAGE_CLASSES = new Set([
  'STANDARD',
  'STANDARD_IA',
  'INTELLIGENT_TIERING',
  'ARCHIVE',
  'DEEP_ARCHIVE',
  'MAZ_STANDARD',
  'MAZ_STANDARD_IA',
  'MAZ_INTELLIGENT_TIERING',
  'MAZ_ARCHIVE',
])

const METADATA_MAX_BYTES = 2048

/**
 * What a request says about the object that it makes.
 *
 * @param entries headers of a request or fields of a form, as text; names in lower case; unknown ones are passed over
 * @throws CosError InvalidArgument, MetadataTooLarge, NotImplemented
 */
export function readObjectAttributes(entries: Iterable<readonly [name: string, value: string]>): ObjectAttributes {
  const values = new Map<string, string>()
  for (const [name, value] of entries) {
    if (value !== '') values.set(name, value)
  }
  refuseUnsupportedEncryption(values)
  refuseTrafficLimit(values.get('x-cos-traffic-limit'))

  const acl = oneOf(ACLS, 'x-cos-acl', values.get('x-cos-acl') ?? 'default')
  const storageClass = oneOf(STORAGE_CLASSES, 'x-cos-storage-class', values.get('x-cos-storage-class') ?? 'STANDARD')
  const tagging = values.get('x-cos-tagging')
  const serverSideEncryption = values.get('x-cos-server-side-encryption')
  return {
    headers: pick(values, (name) => STORED_HEADERS.includes(name)),
    metadata: pickMetadata(values),
    acl,
    grants: pick(values, (name) => name.startsWith('x-cos-grant-')),
    storageClass,
    ...(tagging !== undefined && { tagging }),
    ...(serverSideEncryption !== undefined && { serverSideEncryption }),
  }
}

/** The headers with which COS hands an object out; lower-case names. */
export function objectHeaders(object: StoredObject): Record<string, string> {
  const stored = Object.entries({ ...object.headers, ...object.metadata }).map(([name, value]) => [
    name,
    headerBytes(value),
  ])
  return {
    'content-type': 'application/octet-stream',
    'accept-ranges': 'bytes',
    etag: `"${object.etag}"`,
    'last-modified': new Date(object.lastModifiedMs).toUTCString(),
    'x-cos-hash-crc64ecma': object.crc64,
    ...(object.storageClass !== 'STANDARD' && { 'x-cos-storage-class': object.storageClass }),
    ...(object.serverSideEncryption && { 'x-cos-server-side-encryption': object.serverSideEncryption }),
    ...Object.fromEntries(stored),
  }
}

function pick(values: Map<string, string>, wanted: (name: string) => boolean): Record<string, string> {
  const picked = [...values].filter(([name]) => wanted(name))
  for (const [name, value] of picked) refuseControlCharacters(name, value)
  return Object.fromEntries(picked)
}

function pickMetadata(values: Map<string, string>): Record<string, string> {
  const metadata = pick(values, (name) => name.startsWith('x-cos-meta-'))
  let byteLength = 0
  for (const [name, value] of Object.entries(metadata)) {
    if (!/^x-cos-meta-[a-z0-9-]+$/.test(name)) throw new CosError('InvalidArgument', `${name} is no name for metadata`)
    byteLength += name.length - 'x-cos-meta-'.length + Buffer.byteLength(value)
  }
  if (byteLength > METADATA_MAX_BYTES) {
    throw new CosError('MetadataTooLarge', `Metadata takes ${byteLength} bytes, more than ${METADATA_MAX_BYTES}.`)
  }
  return metadata
}

/** A form field can hold a line break, which would become a header of its own when the object is read. */
function refuseControlCharacters(name: string, value: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what RFC 9110 forbids in a field value
  if (/[\x00-\x08\x0a-\x1f\x7f]/.test(value)) {
    throw new CosError('InvalidArgument', `${name} holds characters that no header can hold`)
  }
}

function oneOf(allowed: Set<string>, name: string, value: string): string {
  if (!allowed.has(value)) throw new CosError('InvalidArgument', `${name} cannot be ${JSON.stringify(value)}`)
  return value
}

/** Bit/s. The limit is checked; the emulator does not slow anything down by it. */
function refuseTrafficLimit(limit: string | undefined): void {
  if (limit === undefined) return
  const bitsPerSecond = Number(limit)
  if (!/^\d+$/.test(limit) || bitsPerSecond < 819_200 || bitsPerSecond > 838_860_800) {
    throw new CosError('InvalidArgument', 'x-cos-traffic-limit must be an integer from 819200 to 838860800')
  }
}

function refuseUnsupportedEncryption(values: Map<string, string>): void {
  const encryption = values.get('x-cos-server-side-encryption')
  const byCustomerKey = [...values.keys()].some((name) => name.startsWith('x-cos-server-side-encryption-customer-'))
  if (byCustomerKey || (encryption !== undefined && encryption !== 'AES256')) {
    throw new CosError('NotImplemented', 'The emulator knows SSE-COS (AES256) only.')
  }
}

import { createHash, createHmac } from 'node:crypto'
import { keyTimeAt, PERMANENT_KEY, type RawAnswer, type SigningKey, send } from './raw-request.js'
import { BUCKET, type TestBucket } from './test-bucket.js'

const BOUNDARY = '----photolift-test-boundary'

/** A part of a form: a field, or with `filename` a file. */
export interface FormPart {
  name: string
  value: string | Buffer
  filename?: string
}

/** Sends parts in exactly this order. */
export function sendForm(
  bucket: TestBucket,
  parts: FormPart[],
  { target = '/', host = bucket.host } = {},
): Promise<RawAnswer> {
  const body = formBody(parts)
  const headers = {
    Host: host,
    'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
    'Content-Length': String(body.length),
  }
  return send(bucket, { method: 'POST', target, headers, body })
}

export function formBody(parts: FormPart[]): Buffer {
  const chunks = parts.flatMap(({ name, value, filename }) => [
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"`,
    filename === undefined ? '' : `; filename="${filename}"\r\nContent-Type: application/octet-stream`,
    '\r\n\r\n',
    value,
    '\r\n',
  ])
  return Buffer.concat([...chunks, `--${BOUNDARY}--\r\n`].map((chunk) => Buffer.from(chunk)))
}

export interface PolicyForm {
  /** Fields of the form; each is also a condition unless `conditions` are given. */
  fields?: Record<string, string>
  /** Replaces the conditions that the fields would give. */
  conditions?: unknown[]
  /** Further conditions. */
  moreConditions?: unknown[]
  key?: SigningKey
  /** `<start>;<end>` in Unix seconds. */
  keyTime?: string
  expiration?: string
  /** The text that is signed and sent, instead of the one made here. */
  policyText?: string
}

/** The fields of a form with a signed policy, in the order in which they are sent; the file is not among them. */
export function policyFields(nowMs: number, form: PolicyForm = {}): FormPart[] {
  const { key = PERMANENT_KEY, keyTime = keyTimeAt(nowMs), fields = { key: 'incoming/a.jpg' } } = form
  const conditions = form.conditions ?? [
    { 'q-sign-algorithm': 'sha1' },
    { 'q-ak': key.secretId },
    { 'q-sign-time': keyTime },
    { bucket: BUCKET },
    ...Object.entries(fields).map(([name, value]) => ({ [name]: value })),
    ...(form.moreConditions ?? []),
  ]
  const expiration = form.expiration ?? new Date(nowMs + 600_000).toISOString()
  const policyText = form.policyText ?? JSON.stringify({ expiration, conditions })
  const signKey = createHmac('sha1', key.secretKey).update(keyTime).digest('hex')
  const stringToSign = createHash('sha1').update(policyText).digest('hex')
  const all = {
    ...fields,
    policy: Buffer.from(policyText).toString('base64'),
    'q-sign-algorithm': 'sha1',
    'q-ak': key.secretId,
    'q-key-time': keyTime,
    'q-signature': createHmac('sha1', signKey).update(stringToSign).digest('hex'),
    ...(key.sessionToken && { 'x-cos-security-token': key.sessionToken }),
  }
  return Object.entries(all).map(([name, value]) => ({ name, value }))
}

export function filePart(value: string | Buffer, filename = 'photo.jpg'): FormPart {
  return { name: 'file', value, filename }
}

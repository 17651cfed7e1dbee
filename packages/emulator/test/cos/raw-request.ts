import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { buffer } from 'node:stream/consumers'
import COS from 'cos-nodejs-sdk-v5'
import { SECRET_ID, SECRET_KEY, type TestBucket } from './test-bucket.js'

/** A request as it goes over the wire: nothing is encoded or tidied up on the way. */
export interface RawRequest {
  method: string
  /** Path and query, raw. */
  target: string
  headers?: Record<string, string>
  body?: Buffer | string
}

export interface RawAnswer {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
  /** `<Code>` of the body; undefined when it has none. */
  code: string | undefined
}

export function send(
  { host }: Pick<TestBucket, 'host'>,
  { method, target, headers = {}, body }: RawRequest,
): Promise<RawAnswer> {
  const [hostname, port] = host.split(':')
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ hostname, port, method, path: target, headers, agent: false })
    outgoing.on('error', reject)
    outgoing.on('response', (response) => {
      buffer(response).then((bytes) => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: bytes, code: codeOf(bytes) })
      }, reject)
    })
    outgoing.end(body)
  })
}

export interface SigningKey {
  secretId: string
  secretKey: string
  /** Sent as `x-cos-security-token`. */
  sessionToken?: string
}

export const PERMANENT_KEY: SigningKey = { secretId: SECRET_ID, secretKey: SECRET_KEY }

/** Sends a request with an Authorization header that Tencent's SDK made, over Host, `headers` and all parameters. */
export function sendSigned(bucket: TestBucket, request: RawRequest, options: SigningOptions = {}): Promise<RawAnswer> {
  const headers = { Host: bucket.host, ...request.headers }
  const authorization = sign({ ...request, headers }, { keyTime: keyTimeAt(bucket.nowMs()), ...options })
  const token = options.key?.sessionToken
  return send(bucket, {
    ...request,
    headers: { ...headers, Authorization: authorization, ...(token && { 'x-cos-security-token': token }) },
  })
}

export interface SigningOptions {
  key?: SigningKey
  /** `<start>;<end>` in Unix seconds; from a minute ago for 15 minutes when absent. */
  keyTime?: string
}

export function sign(
  { method, target, headers = {} }: RawRequest,
  { key = PERMANENT_KEY, keyTime = '' }: SigningOptions,
): string {
  const [path = '/', query = ''] = target.split('?')
  const parameters = query
    .split('&')
    .filter(Boolean)
    .map((pair) => pair.split('=').map(decodeURIComponent))
  return COS.getAuthorization({
    SecretId: key.secretId,
    SecretKey: key.secretKey,
    Method: method as COS.Method,
    Pathname: decodeURIComponent(path),
    Query: Object.fromEntries(parameters.map(([name, value = '']) => [name, value])),
    Headers: headers,
    KeyTime: keyTime,
  })
}

export function keyTimeAt(nowMs: number): string {
  const nowSeconds = Math.floor(nowMs / 1000)
  return `${nowSeconds - 60};${nowSeconds + 840}`
}

/** Sends a signed PUT with no body, no length and no chunks, which Node's own client cannot. */
export async function sendWithoutLength(bucket: TestBucket): Promise<RawAnswer> {
  const headers = { Host: bucket.host }
  const authorization = sign({ method: 'PUT', target: '/new.jpg', headers }, { keyTime: keyTimeAt(bucket.nowMs()) })
  const [host = '', port] = bucket.host.split(':')
  const socket = connect({ host, port: Number(port) })
  socket.end(
    `PUT /new.jpg HTTP/1.1\r\nHost: ${bucket.host}\r\nAuthorization: ${authorization}\r\nConnection: close\r\n\r\n`,
  )
  const answer = await buffer(socket)
  const [, status] = /^HTTP\/1.1 (\d+)/.exec(answer.toString()) ?? []
  const [, requestId] = /x-cos-request-id: (.*)/.exec(answer.toString()) ?? []
  return { status: Number(status), headers: { 'x-cos-request-id': requestId }, body: answer, code: codeOf(answer) }
}

function codeOf(body: Buffer): string | undefined {
  return /<Code>([^<]*)<\/Code>/.exec(body.toString())?.[1]
}

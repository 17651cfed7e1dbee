import type { IncomingMessage } from 'node:http'
import { AppError } from '@photolift/contracts'
import { bucketUrl, type CosBucket, type CosCredential } from './bucket.js'
import { requireObjectKey } from './object-key.js'
import { toObjectProof } from './object-proof.js'
import type { ReadObject, ReadRequest } from './object-store.js'
import { signedHeaders } from './signed-headers.js'
import { answerBody } from './stream/answer-body.js'
import { headerOf, isSuccess, requireCos, toRefusal } from './stream/cos-answer.js'
import { exchange } from './stream/http-exchange.js'
import { urlEncodePath } from './url-encode.js'

/**
 * Sends one GET Object.
 *
 * @see https://cloud.tencent.com/document/product/436/7753
 */
export async function getObject(
  bucket: CosBucket,
  credential: CosCredential,
  { request, silenceMs }: { request: ReadRequest; silenceMs: number },
): Promise<ReadObject | undefined> {
  const { origin, host } = bucketUrl(bucket)
  const { key, signal } = request
  const signable = {
    method: 'get' as const,
    pathname: `/${key}`,
    parameters: {},
    headers: { host, ...readHeaders(request) },
  }

  const answer = await exchange({
    method: 'GET',
    url: `${origin}/${urlEncodePath(key)}`,
    headers: signedHeaders(signable, credential),
    silenceMs,
    signal,
  })
  requireCos(answer)
  return readAnswer(answer, { request, silenceMs })
}

/** @throws AppError INTERNAL */
export function requireReadable({ key, start = 0 }: ReadRequest): void {
  requireObjectKey(key)
  if (!Number.isSafeInteger(start) || start < 0) {
    throw new AppError('INTERNAL', 'start is not a whole number of at least 0')
  }
}

/** Without a start no range is asked for: an object of 0 bytes has none. */
export function readHeaders({ start = 0, ifMatch }: ReadRequest): Record<string, string> {
  return {
    ...(start > 0 && { range: `bytes=${start}-` }),
    ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
  }
}

/** Makes of an answer to a GET what {@link ObjectStore.read} gives. */
export async function readAnswer(
  answer: IncomingMessage,
  { request, silenceMs }: { request: ReadRequest; silenceMs: number },
): Promise<ReadObject | undefined> {
  const { start = 0, signal } = request
  if (!isSuccess(answer)) return refused(answer, silenceMs)

  const headers = Object.fromEntries(
    ['content-range', 'content-length', 'content-type', 'etag'].map((name) => [name, headerOf(answer, name)]),
  )
  const begin = Number(/^bytes (\d+)-/.exec(headers['content-range'] ?? '')?.[1] ?? 0)
  if (begin !== start) {
    answer.destroy()
    throw new AppError('STORAGE_UNAVAILABLE', `the answer begins at byte ${begin}, not ${start}`)
  }
  const { prefix: _, ...object } = toObjectProof(headers, new Uint8Array())
  if (request.ifMatch !== undefined && object.etag !== request.ifMatch) {
    answer.destroy()
    throw changed()
  }
  return { ...object, body: answerBody(answer, { silenceMs, signal }) }
}

async function refused(answer: IncomingMessage, silenceMs: number): Promise<undefined> {
  const refusal = await toRefusal(answer, silenceMs)
  const { statusCode } = answer
  if (statusCode === 404 && refusal.cosErrorCode !== 'NoSuchBucket') return undefined
  if (statusCode === 412) throw changed(refusal)
  if (statusCode === 416) throw new AppError('REQUEST_INVALID', 'the object ends before start', { cause: refusal })
  throw refusal
}

function changed(cause?: AppError): AppError {
  return new AppError('FILE_DAMAGED', 'the object is another one than before', { cause })
}

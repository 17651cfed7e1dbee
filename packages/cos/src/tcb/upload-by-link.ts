import { randomUUID } from 'node:crypto'
import type { CloudUploadLink } from '@photolift/wechat-api'
import type { WriteRequest } from '../object-store.js'
import { base64Md5, etagOf } from '../object-write.js'
import { headerOf, isSuccess, requireCos, toRefusal } from '../stream/cos-answer.js'
import { exchange } from '../stream/http-exchange.js'

/**
 * Sends one file as the form that an upload link is for. What the link answers is COS's own answer: its status is what tells whether
 * the file is stored.
 *
 * @returns the ETag, quotes stripped
 * @see mini-program server documents: 云开发, getUploadFileLink (fields and their order); COS 14690 (the fields between)
 */
export async function uploadByLink(
  link: CloudUploadLink,
  { request, silenceMs }: { request: WriteRequest; silenceMs: number },
): Promise<string> {
  const { key, contentType, contentMd5, open, byteLength, onProgress, signal } = request
  const boundary = `photolift-${randomUUID()}`
  const fields: [string, string][] = [
    ['key', key],
    ['Signature', link.authorization],
    ['x-cos-security-token', link.cosSessionToken],
    ['x-cos-meta-fileid', link.cosFileId],
    // The documents of WeChat name neither of the two, those of COS allow them in any form: «unconfirmed». Without a type every file
    // would be an octet-stream.
    ['Content-Type', contentType],
    ...(contentMd5 === undefined ? [] : [['Content-MD5', base64Md5(contentMd5)] satisfies [string, string]]),
  ]
  const head = fields.map(([name, value]) => `${partHead(boundary, name)}\r\n\r\n${value}\r\n`).join('')

  const answer = await exchange({
    method: 'POST',
    url: link.url,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: {
      open,
      byteLength,
      head: Buffer.from(`${head}${partHead(boundary, 'file')}; filename="file"\r\n\r\n`),
      tail: Buffer.from(`\r\n--${boundary}--\r\n`),
      ...(onProgress && { onProgress }),
    },
    silenceMs,
    signal,
  })
  requireCos(answer)
  if (!isSuccess(answer)) throw await toRefusal(answer, silenceMs)
  answer.resume()
  return etagOf(headerOf(answer, 'etag'))
}

function partHead(boundary: string, name: string): string {
  return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"`
}

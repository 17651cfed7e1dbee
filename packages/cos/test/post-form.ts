import { createHash } from 'node:crypto'
import type { UploadForm, UploadFormRequest } from '../src/index.js'

/** What a client sends; a field that is undefined is left out. */
export interface FormPost {
  form: UploadForm
  bytes: Uint8Array
  /** Other values than the form's, and fields beside them. */
  fields?: Record<string, string | undefined>
}

/** Sends a form as `wx.uploadFile` does: fields in order, the file last. */
export async function postForm({
  form,
  bytes,
  fields = {},
}: FormPost): Promise<{ status: number; cosErrorCode?: string }> {
  const body = new FormData()
  for (const [name, value] of Object.entries({ ...form.fields, ...fields })) {
    if (value !== undefined) body.append(name, value)
  }
  body.append(form.fileField, new Blob([Buffer.from(bytes)]), 'photo.jpg')

  const response = await fetch(form.url, { method: 'POST', body, redirect: 'manual' })
  const cosErrorCode = /<Code>(.*?)<\/Code>/.exec(await response.text())?.[1]
  return { status: response.status, ...(cosErrorCode !== undefined && { cosErrorCode }) }
}

export function md5Hex(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex')
}

/** What to ask a signer for so that exactly these bytes can be sent during the next ten minutes. */
export function formRequest(key: string, bytes: Uint8Array): UploadFormRequest {
  const validFrom = new Date(Date.now() - 5_000)
  return {
    key,
    byteLength: bytes.byteLength,
    contentType: 'image/jpeg',
    contentMd5: md5Hex(bytes),
    validFrom,
    expiresAt: new Date(validFrom.getTime() + 600_000),
  }
}

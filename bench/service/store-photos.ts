import { createHash, randomUUID } from 'node:crypto'
import type { ConfirmationsResponse, FormGrant, PhotoContentType, UploadGrantsResponse } from '@photolift/contracts'
import { type Client, newPhotoRequest } from './client.ts'

export interface PhotosToStore {
  client: Client
  files: readonly Buffer[]
  contentType: PhotoContentType
  /** Where forms go; how the bytes come there is no part of a mark. */
  cosEndpoint: string
}

/** Uploads new photos as one pick and confirms them in one call. @returns their ids, and the milliseconds of the confirm call */
export async function storePhotos({ client, files, contentType, cosEndpoint }: PhotosToStore) {
  const pickId = randomUUID()
  const { grants } = await client.call<UploadGrantsResponse>('POST', '/v1/upload-grants', {
    photos: files.map((file, position) => ({
      ...newPhotoRequest(pickId, position),
      byteLength: file.length,
      contentType,
      contentMd5: createHash('md5').update(file).digest('hex'),
    })),
  })
  const forms = grants as FormGrant[]
  await Promise.all(forms.map(({ fields }, index) => postForm(cosEndpoint, fields, files[index] as Buffer)))
  const photoIds = forms.map(({ photoId }) => photoId)
  const { answer, durationMs } = await client.measure<ConfirmationsResponse>('POST', '/v1/confirmations', { photoIds })
  const unconfirmed = answer.results.find((result) => 'error' in result)
  if (unconfirmed !== undefined) throw new Error(`A photo was not confirmed: ${JSON.stringify(unconfirmed)}`)
  return { photoIds, confirmMs: durationMs }
}

async function postForm(url: string, fields: Record<string, string>, file: Buffer): Promise<void> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', new Blob([new Uint8Array(file)]), 'photo')
  const response = await fetch(url, { method: 'POST', body: form })
  if (response.status !== 200) throw new Error(`COS answered ${response.status}: ${await response.text()}`)
}

// The way of the published script that photolift's command replaces: one access token, then, for one file after the other, a link to upload to,
// the form and a link to read. What it does not look at (statuses, files that fail) this one does, so that its time is that of files that arrived.
import { openAsBlob } from 'node:fs'
import { glob } from 'node:fs/promises'
import { join, relative } from 'node:path'

const [, , folder = ''] = process.argv
const api = fromEnvironment('WECHAT_API_BASE_URL')
const env = fromEnvironment('CLOUDRUN_ENV')

const { access_token: token } = await ask<{ access_token: string }>(
  `/cgi-bin/token?grant_type=client_credential&appid=${fromEnvironment('WECHAT_APPID')}&secret=${fromEnvironment('WECHAT_SECRET')}`,
)
for await (const file of glob(join(folder, '**/*.jpg'))) {
  const path = `serial/${relative(folder, file)}`
  const fileId = await upload(file, path)
  const { file_list } = await ask<{ file_list: { status: number }[] }>(`/tcb/batchdownloadfile?access_token=${token}`, {
    env,
    file_list: [{ fileid: fileId, max_age: 7_200 }],
  })
  if (file_list[0]?.status !== 0) throw new Error(`There is no link to ${path}.`)
  console.log(path)
}

/** @returns the file's id */
async function upload(file: string, path: string): Promise<string> {
  const link = await ask<Record<string, string>>(`/tcb/uploadfile?access_token=${token}`, { env, path })
  const form = new FormData()
  form.append('key', path)
  form.append('Signature', link['authorization'] ?? '')
  form.append('x-cos-security-token', link['token'] ?? '')
  form.append('x-cos-meta-fileid', link['cos_file_id'] ?? '')
  form.append('file', await openAsBlob(file))
  const { status } = await fetch(link['url'] ?? '', { method: 'POST', body: form })
  if (status !== 204) throw new Error(`${path} was answered with ${status}.`)
  return link['file_id'] ?? ''
}

async function ask<Answer>(path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(
    api + path,
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  )
  const answer = (await response.json()) as Answer & { errcode?: number; errmsg?: string }
  if ((answer.errcode ?? 0) !== 0) throw new Error(`WeChat answered ${answer.errcode}: ${answer.errmsg}`)
  return answer
}

function fromEnvironment(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is missing.`)
  return value
}

import type { CloudAccess, Emulator } from '../../src/index.js'
import { WechatClient } from '../wechat/wechat-client.js'

/** An answer of any of WeChat's APIs, with the members that these tests look at. */
export interface CloudAnswer {
  status: number
  errcode?: number
  errmsg?: string
  url: string
  token: string
  authorization: string
  file_id: string
  cos_file_id: string
  file_list: { fileid: string; download_url: string; status: number; errmsg: string }[]
  delete_list: { fileid: string; status: number; errmsg: string }[]
  respdata: { x_cos_meta_field_strs: string[]; raw_data: Record<string, string> }
  TmpSecretId: string
  TmpSecretKey: string
  Token: string
  ExpiredTime: string
}

/** Calls the cloud's APIs: `tcb/*` with a token at the public address, `_/cos/*` without one at the open interface. */
export class CloudClient {
  private wechatAccessToken: string | undefined

  constructor(private readonly emulator: Emulator) {}

  /** `fields` over a right environment; text goes out as it is. */
  async tcb(path: string, fields: object | string): Promise<CloudAnswer> {
    const { env } = this.emulator.cloud
    const body = typeof fields === 'string' ? fields : JSON.stringify({ env, ...fields })
    this.wechatAccessToken ??= (await new WechatClient(this.emulator.wechat).stableToken()).access_token ?? ''
    return this.send(`${this.emulator.wechat.endpoint}/tcb/${path}?access_token=${this.wechatAccessToken}`, body)
  }

  /** At the open interface; a GET without `fields`. */
  open(path: string, fields?: object): Promise<CloudAnswer> {
    return this.send(this.emulator.openInterface.endpoint + path, fields && JSON.stringify(fields))
  }

  getauth(): Promise<CloudAnswer> {
    return this.open('/_/cos/getauth')
  }

  /** Stores a file the way of the HTTP API. @returns its file id and the status of the form post */
  async upload(path: string, content: string): Promise<{ fileId: string; status: number }> {
    const link = await this.tcb('uploadfile', { path })
    const response = await this.post(link, { key: path, content })
    return { fileId: link.file_id, status: response.status }
  }

  /** Posts a form to an upload link, its fields in the documented order. */
  post(link: CloudAnswer, { key, content, fields = {} }: FormChanges): Promise<Response> {
    const form = new FormData()
    const all = {
      key,
      Signature: link.authorization,
      'x-cos-security-token': link.token,
      'x-cos-meta-fileid': link.cos_file_id,
      ...fields,
    }
    for (const [name, value] of Object.entries(all)) if (value !== '') form.set(name, value)
    form.set('file', new Blob([content]), 'file')
    return fetch(link.url, { method: 'POST', body: form })
  }

  async link(fileId: string, max_age = 60): Promise<CloudAnswer['file_list'][number] | undefined> {
    const { file_list } = await this.tcb('batchdownloadfile', { file_list: [{ fileid: fileId, max_age }] })
    return file_list[0]
  }

  private async send(url: string, body: string | undefined): Promise<CloudAnswer> {
    const response = await fetch(url, body === undefined ? {} : { method: 'POST', body })
    return { status: response.status, ...((await response.json()) as object) } as CloudAnswer
  }
}

export interface FormChanges {
  key: string
  content: string
  /** More fields; an empty text leaves a field out. */
  fields?: Record<string, string>
}

export function fileIdOf({ env, bucket }: CloudAccess, path: string): string {
  return `cloud://${env}.${bucket}/${path}`
}

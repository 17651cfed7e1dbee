import type { ObjectStore } from '../cos/store/object-store.js'
import type { TemporaryKeys } from '../cos/temporary-keys.js'
import type { EmulatorSettings } from '../settings/settings.js'
import type { WechatCall, WechatEndpoints } from '../wechat/wechat-endpoint.js'
import { WechatError } from '../wechat/wechat-error.js'
import { type CloudEnvironment, cloudFileIdOf } from './cloud-environment.js'
import type { CloudFileLookup, CloudFiles } from './cloud-files.js'
import type { DownloadLinks } from './download-links.js'
import { pathAsUnderstood } from './escaped-path.js'
import type { MetaIds } from './meta-ids.js'
import { signUploadLink } from './upload-link.js'

/** «unconfirmed» for the server side; the number is the client API's. */
const MAX_ITEMS = 50
const MAX_PATH_BYTES = 850

export interface TcbEndpointsOptions {
  environment: CloudEnvironment
  store: ObjectStore
  temporaryKeys: TemporaryKeys
  metaIds: MetaIds
  files: CloudFiles
  links: DownloadLinks
  /** Where upload links point, without a slash at its end. */
  origin(): string
  settings(): EmulatorSettings
}

/**
 * The environment's files over HTTP, from anywhere, for the administrator.
 *
 * @see mini-program server documents: cloud development, files (uploadfile, batchdownloadfile, batchdeletefile)
 */
export function createTcbEndpoints(options: TcbEndpointsOptions): WechatEndpoints {
  const { environment, store, temporaryKeys, metaIds, files, links } = options
  const checkEnvironment = (call: WechatCall) => refuseOtherEnvironment(options, call)
  return {
    '/tcb/uploadfile': {
      method: 'POST',
      needsToken: true,
      answer(call) {
        checkEnvironment(call)
        const sentPath = readPath(call.body['path'])
        const path = String(pathAsUnderstood(call.bodyText))
        const { nowMs } = call.moment
        // A path that was damaged by escapes: the bytes still arrive under the name that the client believes in.
        const alsoKeys = sentPath === path ? [] : [sentPath]
        const link = signUploadLink({ environment, path, alsoKeys, temporaryKeys, origin: options.origin(), nowMs })
        return {
          errcode: 0,
          errmsg: 'ok',
          ...link,
          file_id: cloudFileIdOf(environment, path),
          cos_file_id: metaIds.encode({ openid: '', bucket: environment.bucket, path }),
        }
      },
    },
    '/tcb/batchdownloadfile': {
      method: 'POST',
      needsToken: true,
      answer(call) {
        checkEnvironment(call)
        const items = readItems(call.body['file_list']).map(readDownloadItem)
        const nowSeconds = Math.floor(call.moment.nowMs / 1000)
        const answers = items.map(({ fileid, max_age }) => {
          const lookup = files.find(fileid)
          if (lookup.kind !== 'found') return { fileid, download_url: '', ...itemRefusal(lookup) }
          return { fileid, download_url: links.sign(lookup.key, nowSeconds + max_age), status: 0, errmsg: 'ok' }
        })
        return { errcode: 0, errmsg: 'ok', file_list: answers }
      },
    },
    '/tcb/batchdeletefile': {
      method: 'POST',
      needsToken: true,
      answer(call) {
        checkEnvironment(call)
        const fileIds = readItems(call.body['fileid_list']).map(readText)
        const answers = fileIds.map((fileid) => {
          const lookup = files.find(fileid)
          if (lookup.kind === 'foreign' || lookup.kind === 'missing') return { fileid, ...itemRefusal(lookup) }
          // The administrator may also change files whose owner is unknown.
          store.deleteObject(lookup.key)
          return { fileid, status: 0, errmsg: 'ok' }
        })
        return { errcode: 0, errmsg: 'ok', delete_list: answers }
      },
    },
  }
}

/** «unconfirmed»: which of the global codes of cloud storage stands in `status` of an item. */
function itemRefusal({ kind }: CloudFileLookup): { status: number; errmsg: string } {
  if (kind === 'missing') return { status: -503003, errmsg: 'storage file not exists' }
  if (kind === 'owner-unknown') return { status: -503002, errmsg: 'storage permission denied' }
  return { status: -501007, errmsg: 'invalid fileid' }
}

function refuseOtherEnvironment({ environment, settings }: TcbEndpointsOptions, { body }: WechatCall): void {
  if (!settings().cloudOpened) throw new WechatError(85088)
  if (body['env'] === undefined || body['env'] === '') throw new WechatError(40101)
  // Seen from the client SDK; «unconfirmed» for the HTTP API.
  if (body['env'] !== environment.env) throw new WechatError('-501007', 'invalid parameters, env not exists')
}

function readPath(path: unknown): string {
  if (path === undefined || path === '') throw new WechatError(40101)
  const isPath = typeof path === 'string' && !path.startsWith('/') && !path.includes('//')
  if (!isPath || Buffer.byteLength(path) > MAX_PATH_BYTES) throw new WechatError(40097)
  return path
}

function readItems(list: unknown): unknown[] {
  if (list === undefined) throw new WechatError(40101)
  if (!Array.isArray(list) || list.length === 0) throw new WechatError(40097)
  if (list.length > MAX_ITEMS) throw new WechatError('-501007', `invalid parameters, more than ${MAX_ITEMS} files`)
  return list
}

function readDownloadItem(item: unknown): { fileid: string; max_age: number } {
  if (typeof item !== 'object' || item === null) throw new WechatError(40097)
  const { fileid, max_age } = item as Record<string, unknown>
  if (fileid === undefined || max_age === undefined) throw new WechatError(40101)
  if (!Number.isInteger(max_age) || Number(max_age) <= 0) throw new WechatError(40097)
  return { fileid: readText(fileid), max_age: Number(max_age) }
}

function readText(value: unknown): string {
  if (typeof value !== 'string') throw new WechatError(40097)
  return value
}

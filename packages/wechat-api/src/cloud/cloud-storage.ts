import { AppError } from '@photolift/contracts'
import { errcodeOf, itemsOf, linkOf, textOf, type WechatAnswer } from '../wechat-answer.js'
import type { WechatCallLimits } from '../wechat-call.js'
import type { TokenChannel } from '../wechat-channel.js'
import { toRefusal, toUnavailable } from '../wechat-failure.js'
import { checkCloudPath, isCloudFileId } from './cloud-path.js'

/** Where one file may be posted, for 15 minutes. Whoever holds it can write anything there: it is for us, not for clients. */
export interface CloudUploadLink {
  /** Post to it unchanged. */
  url: string
  /** Form field `x-cos-security-token`. */
  cosSessionToken: string
  /** Form field `Signature`. */
  authorization: string
  cloudFileId: string
  /** Form field `x-cos-meta-fileid`; without it the file uploads and can never be read by its id. */
  cosFileId: string
}

/** `ttlSeconds`: a whole number from 1. */
export interface CloudDownloadRequest {
  cloudFileId: string
  ttlSeconds: number
}

/** Storage of a cloud environment through `tcb/*`, from anywhere. All calls reject or report as AppError with a WechatFailure below. */
export interface CloudStorageApi {
  /**
   * @param path the file's name in the environment, also the form field `key`
   * @throws AppError REQUEST_INVALID on a path that the storage does not take, and what the channel throws
   */
  uploadLink(path: string): Promise<CloudUploadLink>
  /**
   * One result for each request, in their order. A call that fails as a whole is the error of each of its files and of those behind
   * them, so that what was found before is not lost.
   * @throws AppError REQUEST_INVALID on a `ttlSeconds` that is no whole number from 1
   */
  downloadLinks(
    requests: readonly CloudDownloadRequest[],
  ): Promise<readonly ({ cloudFileId: string; url: string } | { cloudFileId: string; error: AppError })[]>
  /** One result for each id, in their order, as with links. FILE_NOT_FOUND: there is no such file, or no more. */
  deleteFiles(cloudFileIds: readonly string[]): Promise<readonly { cloudFileId: string; error?: AppError }[]>
}

/**
 * @param channel with tokens: WeChat does not offer these calls to the open interface service
 * @see mini-program server documents: 云开发, getUploadFileLink, batchDownloadFile, batchDeleteFile
 */
export function createCloudStorageApi(
  channel: TokenChannel,
  cloudEnv: string,
  limits: WechatCallLimits = {},
): CloudStorageApi {
  const post = (path: string, body: object) => channel.call({ path, body: { env: cloudEnv, ...body } }, limits)

  return {
    async uploadLink(path) {
      checkCloudPath(path)
      return toUploadLink(await post('/tcb/uploadfile', { path }))
    },

    async downloadLinks(requests) {
      if (!requests.every(({ ttlSeconds }) => Number.isInteger(ttlSeconds) && ttlSeconds > 0)) {
        throw new AppError('REQUEST_INVALID', 'ttlSeconds is no whole number from 1')
      }
      const results = await inBatches(requests, async (batch) => {
        const fileList = batch.map(({ cloudFileId, ttlSeconds }) => ({ fileid: cloudFileId, max_age: ttlSeconds }))
        const answer = await post('/tcb/batchdownloadfile', { file_list: fileList })
        return itemsOf(answer['file_list'])
      })
      return results.map(({ cloudFileId, item }) => {
        if (item instanceof AppError) return { cloudFileId, error: item }
        const url = linkOf(item['download_url'])
        return url === undefined
          ? { cloudFileId, error: toUnavailable('WeChat answered without a link') }
          : { cloudFileId, url }
      })
    },

    async deleteFiles(cloudFileIds) {
      const files = cloudFileIds.map((cloudFileId) => ({ cloudFileId }))
      const results = await inBatches(files, async (batch) => {
        const answer = await post('/tcb/batchdeletefile', { fileid_list: batch.map(({ cloudFileId }) => cloudFileId) })
        return itemsOf(answer['delete_list'])
      })
      return results.map(({ cloudFileId, item }) => ({
        cloudFileId,
        ...(item instanceof AppError && { error: item }),
      }))
    },
  }
}

/** «unconfirmed»: the limit is the one of the mini-program's own cloud SDK. */
const FILES_PER_CALL = 50

interface ItemResult {
  cloudFileId: string
  /** What WeChat says of the file, with status 0, or why it says nothing. */
  item: WechatAnswer | AppError
}

/** One batch after the other: a long list shall not be a burst. */
async function inBatches<File extends { cloudFileId: string }>(
  files: readonly File[],
  ask: (batch: readonly File[]) => Promise<readonly WechatAnswer[]>,
): Promise<ItemResult[]> {
  const items = new Map<File, WechatAnswer | AppError>()
  const wellFormed = files.filter(({ cloudFileId }) => isCloudFileId(cloudFileId))
  let failure: AppError | undefined

  for (let start = 0; start < wellFormed.length; start += FILES_PER_CALL) {
    const batch = wellFormed.slice(start, start + FILES_PER_CALL)
    const answers = failure ?? (await ask(batch).catch(onlyAppError))
    if (answers instanceof AppError) failure = answers
    for (const [index, file] of batch.entries()) {
      items.set(file, answers instanceof AppError ? answers : judgeItem(findItem(answers, index, file.cloudFileId)))
    }
  }
  return files.map((file) => ({ cloudFileId: file.cloudFileId, item: items.get(file) ?? toMalformed() }))
}

/** At its place, or wherever WeChat has put it. */
function findItem(answers: readonly WechatAnswer[], index: number, cloudFileId: string): WechatAnswer | undefined {
  const namesFile = (answer: WechatAnswer | undefined) => answer?.['fileid'] === cloudFileId
  return namesFile(answers[index]) ? answers[index] : answers.find(namesFile)
}

/** An errcode of 0 for the call says nothing of its files: each has a `status`. */
function judgeItem(item: WechatAnswer | undefined): WechatAnswer | AppError {
  if (typeof item?.['status'] !== 'number') return toUnavailable('WeChat answered without this file')
  const answer = { errcode: item['status'], errmsg: item['errmsg'] }
  const status = errcodeOf(answer)
  return status === undefined ? item : toRefusal(status, answer)
}

function toMalformed(): AppError {
  return new AppError('REQUEST_INVALID', 'a file id is not like cloud://<environment>.<bucket>/<path>')
}

function onlyAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  throw error
}

function toUploadLink(answer: WechatAnswer): CloudUploadLink {
  const url = linkOf(answer['url'])
  const cosSessionToken = textOf(answer['token'])
  const authorization = textOf(answer['authorization'])
  const cloudFileId = textOf(answer['file_id'])
  const cosFileId = textOf(answer['cos_file_id'])
  if (!url || !cosSessionToken || !authorization || !cloudFileId || !cosFileId) {
    throw toUnavailable('WeChat answered without an upload link')
  }
  return { url, cosSessionToken, authorization, cloudFileId, cosFileId }
}

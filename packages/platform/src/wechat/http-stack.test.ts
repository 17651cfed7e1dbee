import { describe, expect, it } from '@jest/globals'
import { createWechatHttpStack } from './http-stack.js'
import { WechatPhotoSource } from './photo-source.js'
import type { WechatApi, WechatProgress, WechatUploadOptions } from './wechat-api.js'

describe('the progress of wx.uploadFile', () => {
  it.each<[string, WechatProgress, number]>([
    ['counts the form around the photo', { totalBytesSent: 1_500, totalBytesExpectedToSend: 2_000 }, 500],
    ['has sent nothing of the photo yet', { totalBytesSent: 300, totalBytesExpectedToSend: 2_000 }, 0],
    ['counts the photo alone', { totalBytesSent: 400, totalBytesExpectedToSend: 1_000 }, 400],
    ['is over', { totalBytesSent: 2_000, totalBytesExpectedToSend: 2_000 }, 1_000],
    ['does not know the whole', { totalBytesSent: 5_000, totalBytesExpectedToSend: 0 }, 1_000],
  ])('stays within the photo where the platform %s', async (_, update, expected) => {
    const told: number[] = []
    const wx = uploadingWx((_options, tellProgress) => tellProgress(update))

    await post(wx, (bytesSent) => told.push(bytesSent))

    expect(told).toEqual([expected])
  })
})

describe('the answer of wx.uploadFile', () => {
  it('has its headers from the task, where the platform tells them', async () => {
    const wx = uploadingWx((_options, _progress, tellHeaders) => tellHeaders({ header: { 'X-Cos-Request-Id': 'abc' } }))

    const response = await post(wx)

    expect(response).toEqual({ status: 204, headers: { 'x-cos-request-id': 'abc' }, body: '' })
  })

  it('has none where the platform tells none', async () => {
    expect((await post(uploadingWx(() => {}))).headers).toEqual({})
  })
})

type Tell = (
  options: WechatUploadOptions,
  progress: (update: WechatProgress) => void,
  headers: (result: { header: Record<string, string> }) => void,
) => void

function uploadingWx(tell: Tell): Pick<WechatApi, 'uploadFile' | 'getFileSystemManager'> {
  return {
    // No byte is read.
    getFileSystemManager: () => ({}) as ReturnType<WechatApi['getFileSystemManager']>,
    uploadFile(options) {
      const listeners: Parameters<Tell>[1][] = []
      const headerListeners: Parameters<Tell>[2][] = []
      queueMicrotask(() => {
        tell(
          options,
          (update) => {
            for (const listener of listeners) listener(update)
          },
          (result) => {
            for (const listener of headerListeners) listener(result)
          },
        )
        options.success?.({ statusCode: 204, data: '' })
      })
      return {
        abort: () => {},
        onProgressUpdate: (listener) => void listeners.push(listener),
        onHeadersReceived: (listener) => void headerListeners.push(listener),
      }
    },
  }
}

function post(wx: ReturnType<typeof uploadingWx>, onProgress?: (bytesSent: number) => void) {
  const http = createWechatHttpStack({ ...wx, request: () => ({ abort: () => {} }) })
  const photo = new WechatPhotoSource(wx, 'wxfile://tmp/1.jpg', 1_000)
  return http.postForm({ url: 'https://x', fields: {}, fileField: 'file', photo, ...(onProgress && { onProgress }) })
}

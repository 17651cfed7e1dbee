import { type IncomingMessage, request as requestHttp } from 'node:http'
import { text } from 'node:stream/consumers'
import type { ContainerCallOptions, WechatCloudApi } from '../src/wechat/wechat-cloud-api.js'

const REPLY_MAX_BYTES = 1000 * 1024

/**
 * Stands in for `wx.cloud` before a container that runs at `containerUrl`: identity and channel headers put in, failures with numbers,
 * no way to abort.
 */
export class ContainerDouble implements WechatCloudApi {
  /** Where the gateway finds the container. */
  containerUrl = ''
  /** Environments that `init` was called with. */
  readonly opened: string[] = []
  /** All calls, refused ones too. */
  readonly calls: ContainerCallOptions[] = []
  /** The next calls end with these words instead of reaching the container. */
  readonly refusals: { errMsg: string; errCode?: number; errno?: number }[] = []
  /** Whether what is no success arrives as a failure that keeps only the status. */
  hidesBodies = false

  readonly cloud: WechatCloudApi['cloud'] = {
    init: async ({ env }) => void this.opened.push(env),
    callContainer: (options) => {
      this.calls.push(options)
      const refusal = this.refusals.shift()
      if (refusal !== undefined) return void setImmediate(() => options.fail?.(refusal))
      if (this.opened.length === 0)
        return void setImmediate(() =>
          options.fail?.(failure("Error: Cloud API isn't enabled, please call wx.cloud.init first")),
        )
      this.#forward(options)
    },
  }

  #forward(options: ContainerCallOptions): void {
    const { path, method, data, header, timeout } = options
    const body = typeof data === 'object' ? new Uint8Array(data) : data
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
    const headers = { ...header, ...length, 'x-wx-source': 'wx_client', 'x-wx-openid': 'openid-1' }
    const request = requestHttp(this.containerUrl + path, { method, headers }, (response) => {
      void give(response)
    })
    const give = async (response: IncomingMessage): Promise<void> => {
      const answer = await text(response)
      clearTimeout(timer)
      const statusCode = response.statusCode ?? 0
      if (Buffer.byteLength(answer) > REPLY_MAX_BYTES)
        options.fail?.(failure('errCode: -606002 | errMsg: response size exceeds 1024000'))
      else if (this.hidesBodies && statusCode >= 300) options.fail?.(failure(`Error: statusCode: ${statusCode}`))
      else options.success?.({ statusCode, header: response.headers as Record<string, string>, data: answer })
    }
    const timer = setTimeout(() => {
      request.destroy()
      options.fail?.(failure('timeout'))
    }, timeout)
    request.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      if (error.code === 'ECONNREFUSED') options.fail?.(failure(`connect ${error.code}`))
      else if (!request.destroyed || error.code !== undefined) options.fail?.(failure('Error: INTERNAL_REQUEST_FAIL'))
    })
    request.end(body)
  }
}

function failure(words: string) {
  return { errMsg: `cloud.callContainer:fail ${words}` }
}

import { openidOf } from '../../conditions.js'
import { cloudFiles } from '../files/cloud-files.js'
import { ApiFailure } from './api.js'
import { type ContainerOptions, callContainer } from './call-container.js'
import { withLoudMembers } from './loud-members.js'
import type { Phone } from './phone.js'
import { getTempFileUrls, type TempFileOptions } from './temp-file-urls.js'

interface InitOptions {
  readonly env?: string | Readonly<Record<string, string>>
}

/** `wx.cloud`: calls to containers of 云托管, and where files of the cloud are. */
export function cloudApi(phone: Phone) {
  const { api, conditions, errors } = phone
  let isOpen = false
  let ownEnv: string | undefined
  cloudFiles.open({ openid: () => openidOf(conditions.now), report: (error) => errors.report(error) })

  const open = () => {
    if (!isOpen) throw new ApiFailure("Cloud API isn't enabled, please call wx.cloud.init first")
  }
  const members = {
    init({ env }: InitOptions = {}): void {
      isOpen = true
      ownEnv = typeof env === 'string' ? env : undefined
    },
    callContainer: api.define('cloud.callContainer', (options: ContainerOptions) => {
      open()
      return callContainer(phone, options, ownEnv)
    }),
    getTempFileURL: api.define('cloud.getTempFileURL', (options: TempFileOptions) => {
      open()
      return getTempFileUrls(options)
    }),
  }
  return { cloud: withLoudMembers({ name: 'wx.cloud', members, errors }) }
}

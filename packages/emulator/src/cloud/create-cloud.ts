import { createCosHandler } from '../cos/cos-handler.js'
import type { CosHandlerOptions } from '../cos/exchange.js'
import type { TemporaryKeys } from '../cos/temporary-keys.js'
import type { RequestHandler } from '../request-view.js'
import type { EmulatorSettings } from '../settings/settings.js'
import type { WechatEndpoints } from '../wechat/wechat-endpoint.js'
import type { CloudEnvironment } from './cloud-environment.js'
import { CloudFiles } from './cloud-files.js'
import { DownloadLinks } from './download-links.js'
import { createFilesHandler } from './files-handler.js'
import { MetaIds } from './meta-ids.js'
import { createMiniProgramFiles, type ResolvedCloudFile } from './mini-program-files.js'
import { closedToThePublic, createOpenInterfaceEndpoints } from './open-interface-endpoints.js'
import { createTcbEndpoints } from './tcb-endpoints.js'

export interface CloudOptions {
  environment: CloudEnvironment
  /** The environment's bucket. */
  bucket: CosHandlerOptions & { temporaryKeys: TemporaryKeys }
  /** Where the files handler listens, once it does. */
  filesEndpoint(): string
  settings(): EmulatorSettings
  /** Milliseconds since the epoch. */
  now(): number
}

/** The parts of a cloud environment, each to be put behind an address. */
export interface Cloud {
  bucketHandler: RequestHandler
  filesHandler: RequestHandler
  /** Beside the account's own, at `https://api.weixin.qq.com`. */
  publicEndpoints: WechatEndpoints
  openInterfaceEndpoints: WechatEndpoints
  /** What the mini-program of one person makes of file ids. */
  resolveCloudFiles(openid: string, fileIds: readonly string[]): ResolvedCloudFile[]
}

export function createCloud({ environment, bucket, filesEndpoint, settings, now }: CloudOptions): Cloud {
  const { store, temporaryKeys } = bucket
  const origin = () => settings().filesEndpoint ?? filesEndpoint()
  const metaIds = new MetaIds(environment.appid)
  const files = new CloudFiles({ environment, store, metaIds })
  const links = new DownloadLinks(origin)
  const openInterfaceEndpoints = createOpenInterfaceEndpoints({ environment, temporaryKeys, metaIds, settings })
  const tcb = createTcbEndpoints({ environment, store, temporaryKeys, metaIds, files, links, origin, settings })
  return {
    bucketHandler: createCosHandler(bucket),
    filesHandler: createFilesHandler({ environment, bucket, files, links, settings }),
    publicEndpoints: { ...tcb, ...closedToThePublic(openInterfaceEndpoints) },
    openInterfaceEndpoints,
    resolveCloudFiles: createMiniProgramFiles({ files, links, settings, now }),
  }
}

import { join } from 'node:path'
import type { CloudEnvironment } from './cloud/cloud-environment.js'
import { createCloud } from './cloud/create-cloud.js'
import { createControlHandler } from './control/control-handler.js'
import {
  listStoredObjects,
  listUnfinishedUploads,
  type StoredObjectReport,
  type UnfinishedUploadReport,
} from './control/stored-objects.js'
import { setCorsHeaders } from './cos/cors.js'
import { createCosHandler } from './cos/cos-handler.js'
import { sendErrorAnswer } from './cos/error-answer.js'
import { createDiskStore } from './cos/store/disk-store.js'
import { createMemoryStore } from './cos/store/memory-store.js'
import type { ObjectStore } from './cos/store/object-store.js'
import { type TemporaryCredential, type TemporaryKeyRequest, TemporaryKeys } from './cos/temporary-keys.js'
import type { FaultControls } from './faults/fault.js'
import { createFaultLayer } from './faults/fault-layer.js'
import { createFaultRules } from './faults/fault-rules.js'
import { type LoopbackServer, listenOnLoopback } from './loopback-server.js'
import type { RequestHandler } from './request-view.js'
import { createSettings, type EmulatorSettings, type SettingsControls } from './settings/settings.js'
import { AccessTokens } from './wechat/access-tokens.js'
import { createAccountEndpoints } from './wechat/account-endpoints.js'
import { createAuthorizePage } from './wechat/authorize-page.js'
import { Logins } from './wechat/logins.js'
import { createMediaHandler } from './wechat/media-endpoints.js'
import { MediaShelf, type TemporaryMedia } from './wechat/media-shelf.js'
import { createOpenInterfaceHandler } from './wechat/open-interface-handler.js'
import { createWebEndpoints } from './wechat/web-endpoints.js'
import { WebLogins } from './wechat/web-logins.js'
import { createWechatHandler, sendWechatRefusal } from './wechat/wechat-handler.js'

/** Where the emulated COS listens and the permanent key pair that it knows. */
export interface CosAccess {
  /** The bucket's own endpoint, no path: everything after `/` is the key. `http://127.0.0.1:<port>` */
  endpoint: string
  /** Ends in `-<digits>`. */
  bucket: string
  region: string
  secretId: string
  secretKey: string
}

/** Where the emulated WeChat APIs listen and the one mini-program that they know. */
export interface WechatAccess {
  endpoint: string
  appid: string
  secret: string
  /** Id of the cloud environment. */
  env: string
  /** The service account of the web page. */
  official: { appid: string; secret: string }
}

/** The cloud environment's own bucket, for which there are temporary keys alone (`/_/cos/getauth`). */
export interface CloudAccess extends Pick<CloudEnvironment, 'env' | 'bucket' | 'region'> {
  /** The bucket's own endpoint, like `CosAccess.endpoint`. */
  endpoint: string
  /** What the links of `tcb/*` point at: stands for `https://<bucket>.tcb.qcloud.la` and for the host of upload links. */
  filesEndpoint: string
}

export interface EmulatorOptions {
  /**
   * Port of COS; WeChat, the control endpoint, the environment's bucket, its files and the open interface take the next
   * five. 0 (the default) takes six free ports.
   */
  port?: number
  /** Folder in which objects are kept between runs; in memory when absent. */
  dataFolder?: string
  /** Under it an unknown login code is the person `devtools`, any number of times. Default false. */
  anyLoginCode?: boolean
  /** Where they differ from the defaults. */
  settings?: Partial<EmulatorSettings>
  /** Milliseconds since the epoch; `Date.now` by default. */
  now?: () => number
}

export interface Emulator {
  cos: CosAccess
  wechat: WechatAccess
  cloud: CloudAccess
  /** `http://api.weixin.qq.com` as a container of the environment sees it: calls without a token. */
  openInterface: { endpoint: string }
  /** Endpoint of faults, settings and objects over HTTP. */
  control: { endpoint: string }
  faults: FaultControls
  settings: SettingsControls
  /** What is really stored. */
  objects: {
    /**
     * Objects whose keys begin with `prefix`, in the order of their keys' bytes. Default: all of the bucket in `cos`.
     * @throws RangeError on a bucket that is not there
     */
    list(prefix?: string, options?: { bucket?: string }): StoredObjectReport[]
    /** Uploads in parts that are unfinished, as `list`. */
    uploads(prefix?: string, options?: { bucket?: string }): UnfinishedUploadReport[]
  }
  /** Temporary media of the service account. */
  media: {
    /**
     * Gives something to the account, as `media/upload` does, of any kind and size.
     * @returns its media_id
     */
    add(media: Pick<TemporaryMedia, 'bytes'> & Partial<TemporaryMedia>): string
  }
  /**
   * Issues a temporary key for COS, as STS does.
   * @throws RangeError on a duration, TypeError on a policy, that STS or the emulator does not take
   */
  issueTemporaryKey(request: Omit<TemporaryKeyRequest, 'nowMs'>): TemporaryCredential
  /** Stops listening, cuts open connections and releases files. */
  close(): Promise<void>
}

/**
 * Starts COS, the WeChat APIs, the cloud environment and the control endpoint on 127.0.0.1.
 *
 * @throws PortInUseError when `port` or one of the next five belongs to another process; nothing is left behind then
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, dataFolder, anyLoginCode = false, now = Date.now } = options
  const nthPort = (n: number) => (port === 0 ? 0 : port + n)
  const settings = createSettings(options.settings)
  const temporaryKeys = new TemporaryKeys()
  const tokens = new AccessTokens(settings.get)
  const shelf = new MediaShelf()
  const rules = createFaultRules(() => performance.now())
  const layer = createFaultLayer(rules, now)
  const { view } = layer

  const stores = new Map<string, ObjectStore>()
  const openStore = (bucket: string, folder: string | undefined): ObjectStore => {
    const store = folder === undefined ? createMemoryStore() : createDiskStore(folder)
    stores.set(bucket, store)
    return store
  }
  const storeOf = ({ bucket = BUCKET.bucket }: { bucket?: string } = {}) => {
    const store = stores.get(bucket)
    if (!store) throw new RangeError(`There is no bucket ${bucket}; there are ${[...stores.keys()].join(' and ')}.`)
    return store
  }
  const listObjects = (prefix = '', options: { bucket?: string } = {}) => listStoredObjects(storeOf(options), prefix)
  const listUploads = (prefix = '', options: { bucket?: string } = {}) =>
    listUnfinishedUploads(storeOf(options), prefix)

  const servers: LoopbackServer[] = []
  const serve = async (n: number, handler: RequestHandler) => {
    const server = await listenOnLoopback(nthPort(n), handler)
    servers.push(server)
    return server
  }
  const release = async () => {
    await Promise.all(servers.map((server) => server.close()))
    for (const store of stores.values()) store.close()
  }
  let released: Promise<void> | undefined
  const close = () => {
    released ??= release()
    return released
  }

  const objectService = (handler: RequestHandler, bucket: string) =>
    layer.inFrontOf({
      service: 'cos',
      handler,
      refuse(response, status, code) {
        const { req: request } = response
        setCorsHeaders({ request, response, method: request.method ?? '', service: { store: storeOf({ bucket }) } })
        sendErrorAnswer(response, { status, code, message: 'Injected fault.', resource: '/' })
      },
    })
  const wechatService = (handler: RequestHandler) =>
    layer.inFrontOf({ service: 'wechat', handler, refuse: sendWechatRefusal })
  const bucketDefaults = { temporaryKeys, clock: view, tokensExpired: view.tokensExpired }

  try {
    const { secretId, secretKey, ...bucket } = BUCKET
    const cosServer = await serve(
      0,
      objectService(
        createCosHandler({
          ...bucketDefaults,
          ...bucket,
          permanentKey: { secretId, secretKey },
          store: openStore(bucket.bucket, dataFolder),
        }),
        bucket.bucket,
      ),
    )
    const cloud = createCloud({
      environment: ENVIRONMENT,
      bucket: {
        ...bucketDefaults,
        bucket: ENVIRONMENT.bucket,
        region: ENVIRONMENT.region,
        store: openStore(ENVIRONMENT.bucket, dataFolder === undefined ? undefined : join(dataFolder, 'cloud')),
      },
      filesEndpoint: () => filesServer.endpoint,
      settings: settings.get,
      now,
    })
    const logins = new Logins({
      appid: MINI_PROGRAM.appid,
      anyLoginCode,
      hasUnionid: () => settings.get().unionid !== 'never',
    })
    const official = { ...OFFICIAL_ACCOUNT, tokens: new AccessTokens(settings.get) }
    const account = createAccountEndpoints({ ...MINI_PROGRAM, official, logins, tokens, settings: settings.get })
    const webLogins = new WebLogins(official.appid, () => settings.get().unionid)
    const web = createWebEndpoints({ ...official, webLogins })
    const publicApi = createMediaHandler({
      shelf,
      tokens: official.tokens,
      view,
      otherwise: createWechatHandler({ endpoints: { ...account, ...web, ...cloud.publicEndpoints }, tokens, view }),
    })
    const authorizePage = createAuthorizePage({
      appid: official.appid,
      webLogins,
      settings: settings.get,
      view,
      otherwise: publicApi,
    })
    const openInterface = createOpenInterfaceHandler({
      endpoints: cloud.openInterfaceEndpoints,
      publicApi,
      settings: settings.get,
      view,
    })

    const wechatServer = await serve(1, wechatService(authorizePage))
    const { resolveCloudFiles } = cloud
    const control = createControlHandler({
      faults: rules.controls,
      settings,
      listObjects,
      listUploads,
      resolveCloudFiles,
    })
    const controlServer = await serve(2, control)
    const bucketServer = await serve(3, objectService(cloud.bucketHandler, ENVIRONMENT.bucket))
    const filesServer: LoopbackServer = await serve(4, objectService(cloud.filesHandler, ENVIRONMENT.bucket))
    const openInterfaceServer = await serve(5, wechatService(openInterface))

    const { env, region } = ENVIRONMENT
    return {
      cos: { endpoint: cosServer.endpoint, ...BUCKET },
      wechat: { endpoint: wechatServer.endpoint, ...MINI_PROGRAM, env, official: OFFICIAL_ACCOUNT },
      cloud: {
        env,
        bucket: ENVIRONMENT.bucket,
        region,
        endpoint: bucketServer.endpoint,
        filesEndpoint: filesServer.endpoint,
      },
      openInterface: { endpoint: openInterfaceServer.endpoint },
      control: { endpoint: controlServer.endpoint },
      faults: rules.controls,
      settings,
      objects: { list: listObjects, uploads: listUploads },
      media: {
        add: (media) =>
          shelf.add({ kind: 'image', contentType: 'image/jpeg', extension: 'jpg', hasLength: true, ...media }, now()),
      },
      issueTemporaryKey: (request) => temporaryKeys.issue({ ...request, nowMs: now() }),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Made up, the same in every run, and worth nothing outside: whoever reaches loopback may have them. */
const BUCKET = {
  bucket: 'photolift-1250000000',
  region: 'ap-guangzhou',
  secretId: 'AKIDemulatorEmulatorEmulatorEmulator',
  secretKey: 'emulatorSecretKeyForLoopbackOnly',
}
const MINI_PROGRAM = { appid: 'wxe0123456789abcde', secret: '0123456789abcdef0123456789abcdef' }
const OFFICIAL_ACCOUNT = { appid: 'wxf0123456789abcde', secret: 'fedcba9876543210fedcba9876543210' }
const ENVIRONMENT: CloudEnvironment = {
  env: 'photolift-0a1b2c3d',
  bucket: '7068-photolift-0a1b2c3d-1300000000',
  region: 'ap-shanghai',
  appid: MINI_PROGRAM.appid,
}

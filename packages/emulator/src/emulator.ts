import { createControlHandler } from './control/control-handler.js'
import { listStoredObjects, type StoredObjectReport } from './control/stored-objects.js'
import { createCosHandler } from './cos/cos-handler.js'
import { sendErrorAnswer } from './cos/error-answer.js'
import { createDiskStore } from './cos/store/disk-store.js'
import { createMemoryStore } from './cos/store/memory-store.js'
import { type TemporaryCredential, type TemporaryKeyRequest, TemporaryKeys } from './cos/temporary-keys.js'
import type { FaultControls } from './faults/fault.js'
import { createFaultLayer } from './faults/fault-layer.js'
import { createFaultRules } from './faults/fault-rules.js'
import { type LoopbackServer, listenOnLoopback } from './loopback-server.js'
import type { RequestHandler } from './request-view.js'
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
}

export interface EmulatorOptions {
  /** Port of COS; WeChat and the control endpoint take the next two. 0 (the default) takes three free ports. */
  port?: number
  /** Folder in which objects are kept between runs; in memory when absent. */
  dataFolder?: string
  /** Under it an unknown login code is the person `devtools`, any number of times. Default false. */
  anyLoginCode?: boolean
  /** Milliseconds since the epoch; `Date.now` by default. */
  now?: () => number
}

export interface Emulator {
  cos: CosAccess
  wechat: WechatAccess
  /** Endpoint of the fault controls over HTTP. */
  control: { endpoint: string }
  faults: FaultControls
  /** What is really stored. */
  objects: {
    /** Objects whose keys begin with `prefix`, in the order of their keys' bytes. Default: all. */
    list(prefix?: string): StoredObjectReport[]
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
 * Starts COS, the WeChat APIs and the control endpoint on 127.0.0.1.
 *
 * @throws PortInUseError when `port` or one of the next two belongs to another process; nothing is left behind then
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, dataFolder, anyLoginCode = false, now = Date.now } = options
  const nthPort = (n: number) => (port === 0 ? 0 : port + n)
  const store = dataFolder === undefined ? createMemoryStore() : createDiskStore(dataFolder)
  const temporaryKeys = new TemporaryKeys()
  const rules = createFaultRules(() => performance.now())
  const layer = createFaultLayer(rules, now)
  const { view } = layer
  const listObjects = (prefix = '') => listStoredObjects(store, prefix)

  const servers: LoopbackServer[] = []
  const serve = async (serverPort: number, handler: RequestHandler) => {
    const server = await listenOnLoopback(serverPort, handler)
    servers.push(server)
    return server
  }
  const release = async () => {
    await Promise.all(servers.map((server) => server.close()))
    store.close()
  }
  let released: Promise<void> | undefined
  const close = () => {
    released ??= release()
    return released
  }

  try {
    const cosServer: LoopbackServer = await serve(
      nthPort(0),
      layer.inFrontOf({
        service: 'cos',
        handler: createCosHandler({
          ...BUCKET,
          store,
          temporaryKeys,
          endpointHosts: () => [`127.0.0.1:${cosServer.port}`, `localhost:${cosServer.port}`],
          clock: view,
          tokensExpired: view.tokensExpired,
        }),
        refuse: (response, status, code) =>
          sendErrorAnswer(response, { status, code, message: 'Injected fault.', resource: '/' }),
      }),
    )
    const wechatServer = await serve(
      nthPort(1),
      layer.inFrontOf({
        service: 'wechat',
        handler: createWechatHandler({ ...MINI_PROGRAM, anyLoginCode, view }),
        refuse: sendWechatRefusal,
      }),
    )
    const controlServer = await serve(nthPort(2), createControlHandler({ faults: rules.controls, listObjects }))

    return {
      cos: { endpoint: cosServer.endpoint, ...BUCKET },
      wechat: { endpoint: wechatServer.endpoint, ...MINI_PROGRAM, env: CLOUD_ENVIRONMENT },
      control: { endpoint: controlServer.endpoint },
      faults: rules.controls,
      objects: { list: listObjects },
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
const CLOUD_ENVIRONMENT = 'photolift-0a1b2c3d'

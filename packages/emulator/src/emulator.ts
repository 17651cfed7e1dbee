import type { FaultControls } from './faults/fault.js'

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
  /** Port of COS; 0 (the default) takes a free one. WeChat and the control endpoint take free ports or the next two. */
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
  /** Stops listening, cuts open connections and releases files. */
  close(): Promise<void>
}

export declare function startEmulator(options?: EmulatorOptions): Promise<Emulator>

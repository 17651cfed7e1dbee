/** What a test or a person may change while the emulator runs. Every default is what the documents say, unless a comment says otherwise. */
export interface EmulatorSettings {
  /** Calls of `/cgi-bin/token` in a day of Beijing. «unconfirmed» default, for an account without verification. */
  plainTokenCallsPerDay: number
  /** Calls of `/cgi-bin/stable_token`, forced ones included. */
  stableTokenCallsPerMinute: number
  stableTokenCallsPerDay: number
  /** Calls of `/cgi-bin/stable_token` with `force_refresh`. */
  forcedTokenCallsPerDay: number
  /** Seconds that must lie between two forced calls. */
  forcedTokenIntervalSeconds: number
  /** How long an access token lives, in seconds. It is replaced in its last five minutes, or half its life if that is shorter. */
  tokenSeconds: number
  /** Addresses that may fetch access tokens; null where the account keeps no list. Callers here are `127.0.0.1`. */
  allowedAddresses: readonly string[] | null
  /** False: the mini-program has opened no cloud. */
  cloudOpened: boolean
  /**
   * Which files of the environment a person reads by file id: their own, or all. It binds the mini-program alone, never
   * the administrator's APIs. Default `creator`.
   */
  cloudFileAccess: 'creator' | 'everybody'
  /** How long a key of `/_/cos/getauth` lives, in seconds, at most 7200. The documents name no figure; default 1800, as STS. */
  cosKeySeconds: number
  /** What upload and download links of the environment name instead of `cloud.filesEndpoint`, such as a slow link in front of it. */
  filesEndpoint: string | null
  /** False: the container's version was built while the open interface service was off. */
  openInterface: boolean
  /** The paths that may be called without an access token. */
  openInterfacePaths: readonly string[]
  /** Who stands before WeChat's page of authorisation. */
  webPerson: string
  /** True: that person refuses, where they are asked (`snsapi_userinfo`). */
  webPersonRefuses: boolean
  /** True: the web page is opened in snapshot mode, under a made-up person. */
  webSnapshot: boolean
  /**
   * When the unionid comes, which both accounts share. `never`: they are bound to no Open Platform account. `userinfo`: with logins of the
   * mini-program and with `snsapi_userinfo`, as documented. `always`: with `snsapi_base` too, «unconfirmed». Default `never`.
   */
  unionid: 'never' | 'userinfo' | 'always'
  /** Host names that the service account's page of authorisation goes back to (网页授权域名). Default: those of loopback. */
  webAuthorizationDomains: readonly string[]
}

export const DEFAULT_SETTINGS: EmulatorSettings = {
  plainTokenCallsPerDay: 2_000,
  stableTokenCallsPerMinute: 10_000,
  stableTokenCallsPerDay: 500_000,
  forcedTokenCallsPerDay: 20,
  forcedTokenIntervalSeconds: 30,
  tokenSeconds: 7_200,
  allowedAddresses: null,
  cloudOpened: true,
  cloudFileAccess: 'creator',
  cosKeySeconds: 1_800,
  filesEndpoint: null,
  openInterface: true,
  openInterfacePaths: ['/_/cos/getauth', '/_/cos/metaid/encode', '/_/cos/metaid/decode'],
  webPerson: 'xiaoming',
  webPersonRefuses: false,
  webSnapshot: false,
  unionid: 'never',
  webAuthorizationDomains: ['127.0.0.1', 'localhost'],
}

/** Reads and changes settings, from a test in process or over HTTP (`GET` and `PATCH /settings` on the control endpoint). */
export interface SettingsControls {
  get(): EmulatorSettings
  /** Changes what is named; the next request sees it. What was issued before keeps its life. */
  change(changes: Partial<EmulatorSettings>): void
}

export function createSettings(initial: Partial<EmulatorSettings> = {}): SettingsControls {
  let settings: EmulatorSettings = { ...DEFAULT_SETTINGS, ...initial }
  return {
    get: () => settings,
    change(changes) {
      settings = { ...settings, ...changes }
    },
  }
}

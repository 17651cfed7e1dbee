/** What the panel simulates. Each field is also a query parameter of the page and settable by `window.preview.set`. */
export interface Conditions {
  /** How the phone is connected. Everything but `wifi` and `none` is shaped by the preview's server. */
  network: (typeof CHOICES.network)[number]
  /** Whether the person has agreed to the privacy guide: `ask` has not been asked, `refused` refuses whenever asked. */
  privacy: (typeof CHOICES.privacy)[number]
  /** `background` sends the app to the background; after 5 s its requests are cut, as WeChat does. */
  stage: (typeof CHOICES.stage)[number]
  language: (typeof CHOICES.language)[number]
  theme: (typeof CHOICES.theme)[number]
  /** What pickers open: the sample album, or the browser's own file picker. */
  album: (typeof CHOICES.album)[number]
  /** `platform` as the device tells it; `wecom` is 企业微信 on a phone. */
  platform: (typeof CHOICES.platform)[number]
  /** Who logs in: `wx.login` gives the codes `code-<person>-<n>`. */
  person: string
  /** `X-WX-OPENID` of calls through 云托管, and who opens `cloud://` files; where it is empty, `openid-<person>`. */
  openid: string
  /** How the app hears of an answer of its container that is not 2xx: as a failure without its body, or as a success. */
  containerErrors: (typeof CHOICES.containerErrors)[number]
  /** So many of the next calls to a container meet one that still starts; counts down as they come. */
  coldStarts: string
  /** What the next transfers of files meet, one each, separated by commas; used up as they come. */
  faults: string
  /** `stopped`: every call but transfers of files and downloads is refused, and those under way break. */
  service: (typeof CHOICES.service)[number]
  /** `full`: nothing more can be written, neither storage nor files. */
  storage: (typeof CHOICES.storage)[number]
  /** Members of `wx` that this client lacks, separated by commas, such as `chooseMedia` on old ones. */
  without: string
}

/** The values that the fields with a fixed choice take; the first is the default. */
export const CHOICES = {
  network: ['wifi', '4g', '3g', 'weak', 'none'],
  privacy: ['agreed', 'ask', 'refused'],
  stage: ['foreground', 'background'],
  language: ['zh_CN', 'en'],
  theme: ['light', 'dark'],
  album: ['sample', 'files'],
  platform: ['devtools', 'ios', 'android', 'ohos', 'windows', 'mac', 'wecom'],
  containerErrors: ['fail', 'answer'],
  service: ['running', 'stopped'],
  storage: ['free', 'full'],
} as const

/**
 * What a transfer of a file can meet; a transfer is `wx.uploadFile`, or a PUT by `wx.request`.
 *
 * `reset`: the connection breaks at half of the bytes · `lost-reply`: all arrives, the answer does not · `expired`: COS's
 * answer to a permission that has ended · `silent`: nothing is ever heard, not even of an abort · `stalled`: no byte moves
 * after half of them.
 */
export const TRANSFER_FAULTS = ['reset', 'lost-reply', 'expired', 'silent', 'stalled'] as const
export type TransferFault = (typeof TRANSFER_FAULTS)[number]

export const DEFAULT_CONDITIONS: Conditions = {
  network: 'wifi',
  privacy: 'agreed',
  stage: 'foreground',
  language: 'zh_CN',
  theme: 'light',
  album: 'sample',
  platform: 'devtools',
  person: 'preview',
  openid: '',
  containerErrors: 'fail',
  coldStarts: '0',
  faults: '',
  service: 'running',
  storage: 'free',
  without: '',
}

/** The fields that people write, and what they may be. */
const WRITTEN: Readonly<Record<string, readonly [pattern: RegExp, words: string]>> = {
  person: [/^[A-Za-z0-9]{1,32}$/, '1 to 32 letters or digits'],
  openid: [/^[\w-]{0,128}$/, 'at most 128 letters, digits, _ or -'],
  coldStarts: [/^\d{1,4}$/, 'a number below 10,000'],
  faults: [
    new RegExp(`^((${TRANSFER_FAULTS.join('|')})(,(?=.)|$)){0,100}$`),
    `some of ${TRANSFER_FAULTS.join(', ')}, separated by commas`,
  ],
}

/** Reads conditions from untrusted values, such as a query. @throws Error naming the field and what it may be */
export function parseConditions(values: Readonly<Record<string, string>>): Partial<Conditions> {
  const parsed: Record<string, string> = {}
  for (const [name, value] of Object.entries(values)) {
    if (!(name in DEFAULT_CONDITIONS)) continue
    const choices = (CHOICES as Record<string, readonly string[]>)[name]
    if (choices && !choices.includes(value))
      throw new Error(`${name} must be one of ${choices.join(', ')}, not "${value}"`)
    const [pattern, words] = WRITTEN[name] ?? []
    if (pattern && !pattern.test(value)) throw new Error(`${name} must be ${words}, not "${value}"`)
    parsed[name] = value
  }
  return parsed
}

/** The faults that wait for transfers, in their order. */
export function faultsOf({ faults }: Readonly<Conditions>): TransferFault[] {
  return faults === '' ? [] : (faults.split(',') as TransferFault[])
}

/** The openid of the phone's person. */
export function openidOf({ openid, person }: Readonly<Conditions>): string {
  return openid === '' ? `openid-${person}` : openid
}

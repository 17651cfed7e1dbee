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
} as const

export const DEFAULT_CONDITIONS: Conditions = {
  network: 'wifi',
  privacy: 'agreed',
  stage: 'foreground',
  language: 'zh_CN',
  theme: 'light',
  album: 'sample',
  platform: 'devtools',
  person: 'preview',
  without: '',
}

const PERSON = /^[A-Za-z0-9]{1,32}$/

/** Reads conditions from untrusted values, such as a query. @throws Error naming the field and what it may be */
export function parseConditions(values: Readonly<Record<string, string>>): Partial<Conditions> {
  const parsed: Record<string, string> = {}
  for (const [name, value] of Object.entries(values)) {
    if (!(name in DEFAULT_CONDITIONS)) continue
    const choices = (CHOICES as Record<string, readonly string[]>)[name]
    if (choices && !choices.includes(value))
      throw new Error(`${name} must be one of ${choices.join(', ')}, not "${value}"`)
    if (name === 'person' && !PERSON.test(value))
      throw new Error(`person must be 1 to 32 letters or digits, not "${value}"`)
    parsed[name] = value
  }
  return parsed
}

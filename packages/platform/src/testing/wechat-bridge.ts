/** What a scripted WeChat does. An answer is what follows `<call>:`, such as `ok`, `cancel` or `permission denied`; `silent` never comes. */
export interface BridgeScript {
  system: 'android' | 'ios'
  /** Addresses of the pictures that the person chooses, in the order of the taps. */
  pictures: string[]
  /** Answers to each `wx.config` in turn; the last one stays. Default `['ok']`. */
  config?: string[]
  /** Answers to each chooseImage in turn; the last one stays. Default `ok`. */
  choose?: string | string[]
  /** Answers to getLocalImgData, by picture; default `ok`. */
  data?: string[]
  /** Answers to uploadImage, by picture; default `ok`. */
  upload?: string[]
}

/** What the page asked of WeChat, in turn. */
export interface BridgeCall {
  name: string
  args: Record<string, unknown>
  /** Calls of the same name without an answer when this one came. */
  besides: number
}

interface BridgeWindow {
  WeixinJSBridge: object
  bridgeCalls: BridgeCall[]
  /** From the test: gives a picture to the media store. */
  wechatUpload?: (picture: number) => Promise<string>
  /** From the test: hears that Base64 is about to be handed over. */
  beforeData?: () => Promise<void>
}

/**
 * Puts a scripted `WeixinJSBridge` into a page, as an init script of a browser's context: it goes there as text, so it uses nothing
 * from around it. Android and iOS differ as the facts tell: JSON text and bare Base64 in lines, against lists and `image/jgp`.
 */
export function installWechatBridge(script: BridgeScript): void {
  const page = globalThis as unknown as BridgeWindow
  const isAndroid = script.system === 'android'
  const scheme = isAndroid ? 'weixin://resourceid/' : 'wxLocalResource://'
  const localIds = script.pictures.map((_, index) => `${scheme}${index}`)
  const configs = [...(script.config ?? ['ok'])]
  const choices = [script.choose ?? 'ok'].flat()
  const waiting: Record<string, number> = {}
  page.bridgeCalls = []

  function inTurn(answers: string[]): string {
    return (answers.length > 1 ? answers.shift() : answers[0]) ?? 'ok'
  }

  async function base64Of(url: string): Promise<string> {
    const blob = await (await fetch(url)).blob()
    const dataUrl = await new Promise<string>((resolve) => {
      const reader = new FileReader()
      reader.addEventListener('load', () => resolve(reader.result as string))
      reader.readAsDataURL(blob)
    })
    const base64 = dataUrl.slice(dataUrl.indexOf(',') + 1)
    // A text of the page's own heap, as WeChat writes it into the page, and no view of another one.
    return isAndroid ? base64.replace(/.{76}/g, '$&\n') : ['data:image/jgp;base64,', base64].join('')
  }

  async function answer(name: string, args: Record<string, unknown>): Promise<[string, object]> {
    const picture = localIds.indexOf(String(args['localId']))
    switch (name) {
      case 'preVerifyJSAPI':
        return [inTurn(configs), {}]
      case 'checkJsApi':
        return ['ok', { checkResult: isAndroid ? '{"chooseImage":true}' : { chooseImage: true } }]
      case 'chooseImage': {
        const chosen = localIds.slice(0, Number(args['count']))
        const said = inTurn(choices)
        return [said, said === 'ok' ? { localIds: isAndroid ? JSON.stringify(chosen) : chosen } : {}]
      }
      case 'getLocalImgData': {
        const said = script.data?.[picture] ?? 'ok'
        if (said !== 'ok') return [said, {}]
        const result = { localData: await base64Of(script.pictures[picture] ?? '') }
        await page.beforeData?.()
        return ['ok', result]
      }
      case 'uploadImage': {
        const said = script.upload?.[picture] ?? 'ok'
        if (said !== 'ok') return [said, {}]
        return ['ok', { serverId: await (page.wechatUpload?.(picture) ?? `media-${picture}`) }]
      }
      default:
        return ['ok', {}]
    }
  }

  async function invoke(name: string, args: Record<string, unknown>, tell: (result: object) => void): Promise<void> {
    page.bridgeCalls.push({ name, args, besides: waiting[name] ?? 0 })
    waiting[name] = (waiting[name] ?? 0) + 1
    const [said, result] = await answer(name, args)
    if (said === 'silent') return
    waiting[name] = (waiting[name] ?? 0) - 1
    tell({ ...result, [isAndroid ? 'err_msg' : 'errMsg']: `${name}:${said}` })
  }

  page.WeixinJSBridge = {
    invoke: (name: string, args: Record<string, unknown>, tell: (result: object) => void) =>
      void invoke(name, args, tell),
    on() {},
  }
}

/** What `navigator.userAgent` says in WeChat. */
export const WECHAT_USER_AGENTS = {
  android:
    'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.49.2600(0x28003133) WeChat/arm64 NetType/WIFI Language/zh_CN',
  ios: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49(0x18003130) NetType/WIFI Language/zh_CN',
} as const

import type { Conditions } from '../../conditions.js'

/** Faults have buttons and words of their own. */
type Field = Exclude<keyof Conditions, 'faults' | 'service' | 'storage'> | 'width'

interface PanelTexts {
  readonly title: string
  readonly fields: Readonly<Record<Field, string>>
  /** Names of choices; a choice without one is shown as it is. */
  readonly choices: Readonly<Record<string, string>>
  readonly restart: string
  readonly clear: string
  readonly memory: string
  readonly alone: string
  readonly requests: (count: number) => string
  readonly errors: (count: number) => string
}

/** The panel's words, by the language that the phone is set to. */
export const PANEL_TEXTS: Readonly<Record<Conditions['language'], PanelTexts>> = {
  zh_CN: {
    title: '模拟',
    fields: {
      network: '网络',
      privacy: '隐私授权',
      stage: '前后台',
      language: '语言',
      theme: '外观',
      album: '选图来自',
      platform: '客户端',
      person: '登录的人',
      openid: 'openid',
      containerErrors: '云托管的错误',
      coldStarts: '冷启动次数',
      without: '缺少的接口',
      width: '屏幕宽度',
    },
    choices: {
      wifi: 'Wi-Fi',
      weak: '弱网',
      none: '断网',
      agreed: '已同意',
      ask: '还没问过',
      refused: '拒绝',
      foreground: '前台',
      background: '后台',
      zh_CN: '中文',
      light: '浅色',
      dark: '深色',
      sample: '示例相册',
      files: '电脑文件',
      fail: '当作失败（丢掉内容）',
      answer: '照样返回',
    },
    restart: '重新启动',
    clear: '清除数据',
    memory: '内存告警',
    alone: '单独打开',
    requests: (count) => `已发请求 ${count} 次`,
    errors: (count) => `未处理的错误 ${count} 个`,
  },
  en: {
    title: 'Simulate',
    fields: {
      network: 'Network',
      privacy: 'Privacy consent',
      stage: 'Stage',
      language: 'Language',
      theme: 'Appearance',
      album: 'Pick from',
      platform: 'Client',
      person: 'Person',
      openid: 'openid',
      containerErrors: 'Errors of 云托管',
      coldStarts: 'Cold starts',
      without: 'Missing from wx',
      width: 'Screen width',
    },
    choices: {
      wifi: 'Wi-Fi',
      weak: 'Weak',
      none: 'Offline',
      agreed: 'Agreed',
      ask: 'Not asked yet',
      refused: 'Refused',
      foreground: 'Foreground',
      background: 'Background',
      zh_CN: '中文',
      en: 'English',
      light: 'Light',
      dark: 'Dark',
      sample: 'Sample album',
      files: 'This computer',
      fail: 'As failures, no body',
      answer: 'As they are',
    },
    restart: 'Restart',
    clear: 'Clear data',
    memory: 'Memory warning',
    alone: 'Open alone',
    requests: (count) => `Requests sent: ${count}`,
    errors: (count) => `Unhandled errors: ${count}`,
  },
}

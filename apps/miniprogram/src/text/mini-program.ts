import type { Language } from '@photolift/screens/text'

/** Words that only the mini-program says. */
export interface MiniProgramText {
  upload: {
    fromChat: string
    /** Opened from Moments. */
    singlePage: string
    singlePageNote: string
    /** No browser tells whether bytes cost money, so the web page does not ask. */
    mobileData: { question: string; dontAsk: string; waitForWifi: string }
  }
  viewer: {
    save: string
    saving: string
    /** Where the phone does not let the app write into its album. */
    albumTitle: string
    albumText: string
    albumLeave: string
    albumAllow: string
    edit: string
  }
  about: {
    contract: string
    noContract: string
    /** `version` is empty while the mini-program is being developed or tried. */
    version: (version: string) => string
  }
}

export const MINI_PROGRAM_TEXT: Record<Language, MiniProgramText> = {
  zh: {
    upload: {
      fromChat: '从聊天选择',
      singlePage: '请在小程序里上传',
      singlePageNote: '从朋友圈打开时不能选照片。点下方「前往小程序」继续。',
      mobileData: {
        question: '用移动网络继续吗？',
        dontAsk: '以后不再询问，直接用移动网络',
        waitForWifi: '等 Wi-Fi',
      },
    },
    viewer: {
      save: '存到手机',
      saving: '正在存',
      albumTitle: '还不能存到手机相册',
      albumText: '在设置里允许「添加到相册」，照片就能存到手机。',
      albumLeave: '先不存',
      albumAllow: '去设置',
      edit: '编辑',
    },
    about: {
      contract: '隐私保护指引',
      noContract: '现在打不开，请在微信里再试',
      version: (version) => (version === '' ? 'Photolift 开发版 · 开源（MIT）' : `Photolift ${version} · 开源（MIT）`),
    },
  },
  en: {
    upload: {
      fromChat: 'From a chat',
      singlePage: 'Upload in the mini-program',
      singlePageNote: 'Photos cannot be chosen when it is opened from Moments.',
      mobileData: {
        question: 'Use mobile data?',
        dontAsk: "Don't ask again, just use mobile data",
        waitForWifi: 'Wait for Wi-Fi',
      },
    },
    viewer: {
      save: 'Save',
      saving: 'Saving',
      albumTitle: 'The album is closed to this app',
      albumText: 'Allow “Add to album” in the settings, and photos can be saved to the phone.',
      albumLeave: 'Not now',
      albumAllow: 'Settings',
      edit: 'Edit',
    },
    about: {
      contract: 'Privacy guidelines',
      noContract: 'Cannot be opened here; try again in WeChat',
      version: (version) => `Photolift ${version === '' ? 'development' : version} · Open source (MIT)`,
    },
  },
}

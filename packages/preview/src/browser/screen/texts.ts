import type { Conditions } from '../../conditions.js'

/** The words that WeChat itself would say, by the phone's language. */
const TEXTS = {
  zh_CN: {
    back: '返回',
    cancel: '取消',
    confirm: '确定',
    close: '关闭',
    album: '照片',
    camera: '拍摄',
    files: '从这台电脑选择',
    original: '原图',
    choose: '完成',
    chatFiles: '聊天文件',
    asIs: '小图',
    large: '约 3 MB',
    privacyTitle: '用户隐私保护提示',
    privacyText: '在你使用服务之前，请仔细阅读《用户隐私保护指引》。',
    refuse: '拒绝',
    agree: '同意',
    privacyGuide: '用户隐私保护指引',
    albumQuestion: '允许把照片和视频添加到你的相册',
    allow: '允许',
    settings: '设置',
  },
  en: {
    back: 'Back',
    cancel: 'Cancel',
    confirm: 'OK',
    close: 'Close',
    album: 'Photos',
    camera: 'Camera',
    files: 'From this computer',
    original: 'Original',
    choose: 'Done',
    chatFiles: 'Chat files',
    asIs: 'Small',
    large: 'About 3 MB',
    privacyTitle: 'Privacy',
    privacyText: 'Please read the privacy guide before you use the service.',
    refuse: 'Refuse',
    agree: 'Agree',
    privacyGuide: 'Privacy guide',
    albumQuestion: 'Allow photos and videos to be added to your album',
    allow: 'Allow',
    settings: 'Settings',
  },
} as const satisfies Record<Conditions['language'], Record<string, string>>

export type Texts = (typeof TEXTS)[Conditions['language']]

export function textsFor(language: Conditions['language']): Texts {
  return TEXTS[language]
}

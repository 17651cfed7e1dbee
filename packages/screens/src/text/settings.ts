import type { Settings } from '../settings/settings.js'
import type { Language } from './language.js'

interface ChoiceText {
  name: string
  note: string
  /** As the row of the settings says it. */
  short: string
}

/** Words of the settings; the upload page and the page of settings share them. */
export interface SettingsText {
  quality: Record<Settings['quality'], ChoiceText>
  /** Beside the quality, what goes up with a photo. */
  metadata: Record<Settings['metadata'], ChoiceText & { hint: string }>
  mobileData: Record<Settings['mobileData'], ChoiceText>
  arrangeFirst: string
  arrangeFirstNote: string
  stripLocation: string
  stripLocationNote: string
}

export const SETTINGS_TEXT: Record<Language, SettingsText> = {
  zh: {
    quality: {
      compressed: { name: '标准画质', note: '长边 2560，又快又省流量', short: '标准 · 长边 2560' },
      original: { name: '原图', note: '不压缩，单张不超过 {limit}', short: '原图' },
    },
    metadata: {
      'strip-location': {
        name: '上传前去除',
        note: '照片里不留拍摄地点',
        short: '上传前去除',
        hint: '不含位置信息',
      },
      'strip-all': {
        name: '连同时间、机型一起去除',
        note: '照片里不留任何拍摄信息',
        short: '全部去除',
        hint: '不含拍摄信息',
      },
      keep: { name: '保留', note: '照片会带上拍摄地点', short: '保留', hint: '会带上拍摄地点' },
    },
    mobileData: {
      ask: { name: '每次询问', note: 'Wi-Fi 断开时还剩不少没传，先问你一声', short: '每次询问' },
      use: { name: '直接用', note: '不再询问，会用掉流量', short: '直接用' },
    },
    arrangeFirst: '先排好再传',
    arrangeFirstNote: '选好后先拖动排序，再开始上传',
    stripLocation: '上传前去除位置信息',
    stripLocationNote: '照片里不留拍摄地点',
  },
  en: {
    quality: {
      compressed: { name: 'Standard quality', note: 'Long side 2560: quick, little data', short: 'Standard · 2560' },
      original: { name: 'Original', note: 'Not compressed, up to {limit} each', short: 'Original' },
    },
    metadata: {
      'strip-location': {
        name: 'Remove before upload',
        note: 'Photos do not tell where they were taken',
        short: 'Removed',
        hint: 'no location',
      },
      'strip-all': {
        name: 'Remove it, time and camera too',
        note: 'Photos tell nothing of how they were taken',
        short: 'All removed',
        hint: 'no shooting data',
      },
      keep: { name: 'Keep', note: 'Photos tell where they were taken', short: 'Kept', hint: 'with location' },
    },
    mobileData: {
      ask: { name: 'Ask each time', note: 'When Wi-Fi drops and much is left to send', short: 'Ask each time' },
      use: { name: 'Just use it', note: 'Never asks; uses your data', short: 'Just use it' },
    },
    arrangeFirst: 'Arrange before upload',
    arrangeFirstNote: 'Drag photos into order first, then start',
    stripLocation: 'Remove location before upload',
    stripLocationNote: 'Photos do not tell where they were taken',
  },
}

import type { PhotoContentType } from '@photolift/contracts'
import type { Language } from './language.js'

/** Words of the viewer. */
export interface ViewerText {
  saved: string
  saveFailed: string
  /** A photo was made out of the one that was shown, and is shown now. */
  edited: string
  info: string
  infoTitle: string
  remove: string
  close: string
  retry: string
  loading: string
  /** Over the small picture, where the large one did not load. */
  broken: string
  /** The same, where the phone most likely cannot show the type at all. */
  brokenHeic: string
  notFound: string
  failed: string
  /** Read aloud for one photo. */
  photo(place: number, caption: string): string
  facts: { status: string; name: string; uploaded: string; dimensions: string; size: string; type: string }
  stored: string
  pixels(width: number, height: number): string
}

export const VIEWER_TEXT: Record<Language, ViewerText> = {
  zh: {
    saved: '已存到手机相册',
    saveFailed: '没存到手机，请再试一次',
    edited: '已存为新照片',
    info: '信息',
    infoTitle: '照片信息',
    remove: '删除',
    close: '关闭',
    retry: '重试',
    loading: '正在载入照片',
    broken: '大图没载入，轻点重试',
    brokenHeic: '这里打不开 HEIC 大图，先看小图',
    notFound: '照片不在了，可能已被删除',
    failed: '照片没载入，等一会儿再试，或换个网络看看。',
    photo: (place, caption) => `第 ${place} 张，${caption}`,
    facts: {
      status: '状态',
      name: '名称',
      uploaded: '上传时间',
      dimensions: '尺寸',
      size: '大小',
      type: '类型',
    },
    stored: '已存好，内容核对一致',
    pixels: (width, height) => `${width} × ${height} 像素`,
  },
  en: {
    saved: 'Saved to your album',
    saveFailed: 'Not saved, please try again',
    edited: 'Saved as a new photo',
    info: 'Info',
    infoTitle: 'About this photo',
    remove: 'Delete',
    close: 'Close',
    retry: 'Try again',
    loading: 'Loading photo',
    broken: 'Large picture not loaded, tap to retry',
    brokenHeic: 'HEIC cannot be shown here in full size',
    notFound: 'This photo is gone; perhaps it was deleted',
    failed: 'Photo not loaded. Wait a little or change network.',
    photo: (place, caption) => `Photo ${place}, ${caption}`,
    facts: {
      status: 'Status',
      name: 'Name',
      uploaded: 'Uploaded',
      dimensions: 'Pixels',
      size: 'Size',
      type: 'Type',
    },
    stored: 'Saved, contents checked',
    pixels: (width, height) => `${width} × ${height}`,
  },
}

/** What people call each type, in every language. */
export const CONTENT_TYPE_NAMES: Record<PhotoContentType, string> = {
  'image/jpeg': 'JPEG',
  'image/png': 'PNG',
  'image/webp': 'WebP',
  'image/gif': 'GIF',
  'image/heic': 'HEIC',
}

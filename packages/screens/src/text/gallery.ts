import { type ErrorSentence, errorMessage } from './error-message.js'
import type { Language } from './language.js'

/** Words of the gallery. */
export interface GalleryText {
  error: ErrorSentence
  title: string
  selectedTitle(count: number): string
  count(count: number): string
  select: string
  cancel: string
  selectAll: string
  selectNone: string
  selectDay(day: string): string
  /** Read aloud for one photo; `place` counts from 1 inside its day. */
  photo(place: number, day: string): string
  photoBroken(place: number, day: string): string
  broken: string
  upload: string
  uploading(count: number): string
  uploadPaused: string
  uploadOffline: string
  emptyTitle: string
  emptyText: string
  /** Over a failure that has a sentence of its own. */
  failedTitle: string
  unreachableTitle: string
  unreachableText: string
  offlineTitle: string
  offlineText: string
  retry: string
  loading: string
  loadingMore: string
  loadingMoreFailed: string
  refreshFailed: string
  end(count: number): string
}

export const GALLERY_TEXT: Record<Language, GalleryText> = {
  zh: {
    error: (code, photoMaxBytes) => errorMessage(code, 'zh', photoMaxBytes),
    title: '我的照片',
    selectedTitle: (count) => (count === 0 ? '选择照片' : `已选 ${count} 张`),
    count: (count) => `${count} 张`,
    select: '选择',
    cancel: '取消',
    selectAll: '全选',
    selectNone: '全不选',
    selectDay: (day) => `选中这一天，${day}`,
    photo: (place, day) => `第 ${place} 张，${day}`,
    photoBroken: (place, day) => `第 ${place} 张，${day}，没载入，轻点重试`,
    broken: '轻点重试',
    upload: '上传照片',
    uploading: (count) => `正在上传 ${count} 张`,
    uploadPaused: '已暂停',
    uploadOffline: '没有网络，先停一停',
    emptyTitle: '这里还没有照片',
    emptyText: '选几张存上来，换手机也能看到。',
    failedTitle: '照片没载入',
    unreachableTitle: '暂时连不上服务',
    unreachableText: '等一会儿再试，或换个网络看看。',
    offlineTitle: '没有网络',
    offlineText: '连上网络后，再点一次重试。',
    retry: '重试',
    loading: '正在载入照片',
    loadingMore: '正在载入更多',
    loadingMoreFailed: '没载入，轻点重试',
    refreshFailed: '没能刷新，请稍后再试',
    end: (count) => `就这些了，一共 ${count} 张`,
  },
  en: {
    error: (code, photoMaxBytes) => errorMessage(code, 'en', photoMaxBytes),
    title: 'My photos',
    selectedTitle: (count) => (count === 0 ? 'Select photos' : `${count} selected`),
    count: photosEn,
    select: 'Select',
    cancel: 'Cancel',
    selectAll: 'Select all',
    selectNone: 'Select none',
    selectDay: (day) => `Select this day, ${day}`,
    photo: (place, day) => `Photo ${place}, ${day}`,
    photoBroken: (place, day) => `Photo ${place}, ${day}, not loaded, tap to retry`,
    broken: 'Tap to retry',
    upload: 'Upload photos',
    uploading: (count) => `Uploading ${photosEn(count)}`,
    uploadPaused: 'Paused',
    uploadOffline: 'No network, on hold',
    emptyTitle: 'No photos yet',
    emptyText: 'Save a few and see them on any phone.',
    failedTitle: 'Photos not loaded',
    unreachableTitle: "Can't reach the service",
    unreachableText: 'Wait a little or change network.',
    offlineTitle: 'No network',
    offlineText: 'Try again once you are online.',
    retry: 'Try again',
    loading: 'Loading photos',
    loadingMore: 'Loading more',
    loadingMoreFailed: 'Not loaded, tap to retry',
    refreshFailed: 'Not refreshed, try again later',
    end: (count) => `That's all, ${photosEn(count)}`,
  },
}

function photosEn(count: number): string {
  return count === 1 ? '1 photo' : `${count} photos`
}

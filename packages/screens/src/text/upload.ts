import type { ErrorCode } from '@photolift/contracts'
import { type ErrorSentence, errorMessage } from './error-message.js'
import type { Language } from './language.js'

/** Words of the upload page; sizes and limits come in as text. */
export interface UploadText {
  error: ErrorSentence
  title: string
  choose: string
  chooseMore: string
  addMore: string
  heroTitle: string
  heroText: (photosPerPick: number) => string[]
  myPhotos: string
  photoCount: (count: number, orMore: boolean) => string
  noPhotos: string
  settings: string
  howToUpload: string
  ok: string
  close: string

  leftovers: (count: number) => string
  bytesLeft: (size: string) => string
  leftoversNote: string
  arranging: (count: number) => string
  arrangingNote: string
  preparing: (count: number) => string
  prepared: (prepared: number, count: number) => string
  uploading: (count: number) => string
  failedChip: (count: number) => string
  sentOf: (total: string) => string
  saved: (count: number) => string
  photosLeft: (count: number) => string
  paused: string
  offline: string
  offlineNote: string
  onMobileData: string
  awaitsYou: string
  waitsForWifi: string
  waitsForWifiNote: string
  unkept: (count: number) => string
  unreachable: string
  unreachableText: string[]
  unusable: string
  unreachableNote: string
  tooFast: string
  continuesIn: (seconds: number) => string
  errorNumber: (code: string) => string
  allSaved: (count: number) => string
  allSavedNote: (total: string, seconds: number | null) => string
  checkedEach: string
  someFailed: (savedCount: number, failedCount: number) => string
  failedNote: string
  refusedNote: string
  failedReason: (reason: string) => string

  discard: string
  useMobileData: string
  cancel: string
  pause: string
  resume: string
  tryNow: string
  tryAgain: string
  upload: (count: number) => string
  retry: string
  retryCount: (count: number) => string
  remove: string
  removeAll: string
  seePhotos: string

  stopTitle: (count: number) => string
  stopText: (savedCount: number) => string
  keepUploading: string
  stop: (count: number) => string
  /** The same question while nothing goes on: the photos only wait to be put in order. */
  takeOutTitle: (count: number) => string
  takeOutText: string
  keepArranging: string
  takeOut: (count: number) => string
  /** The same question for what an earlier run has left. */
  discardTitle: (count: number) => string
  discardText: string
  keepLeftovers: string
  mobileDataText: (count: number, size: string) => string
  pauseOne: string
  resumeOne: string
  failedTitle: (count: number) => string
  /** A photo whose picker gave no name. */
  photoNumber: (index: number) => string

  filters: Record<'all' | 'active' | 'failed' | 'saved', (count: number) => string>

  tile: {
    position: (index: number, label: string) => string
    remove: (index: number) => string
    held: string
    preparing: string
    waiting: string
    uploading: (percent: number) => string
    stalled: string
    confirming: string
    saved: string
    alreadyStored: string
    paused: string
    offline: string
    wifi: string
    failed: (reason: string) => string
    refused: (reason: string) => string
  }
  /** A word or two, for a tile. */
  shortReason: Partial<Record<ErrorCode, string>>
  shortReasonOther: Record<'failed' | 'refused', string>
  tooBig: (limit: string) => string
  /** A sentence where the catalogue's speaks of an upload that still goes on. */
  reason: Partial<Record<ErrorCode, string>>

  timeLeft: {
    estimating: string
    underTenSeconds: string
    seconds: (count: number) => string
    minutes: (count: number) => string
  }
}

const ZH: UploadText = {
  error: (code, photoMaxBytes) => errorMessage(code, 'zh', photoMaxBytes),
  title: '上传照片',
  choose: '选择照片',
  chooseMore: '再传一些',
  addMore: '继续添加',
  heroTitle: '选几张照片，存到云端',
  heroText: (photosPerPick) => [`一次最多 ${photosPerPick} 张，原图也可以。`, '中途断网或退出，回来会接着传。'],
  myPhotos: '我的照片',
  photoCount: (count, orMore) => `${count}${orMore ? '+' : ''} 张`,
  noPhotos: '还没有',
  settings: '设置与隐私',
  howToUpload: '怎么上传',
  ok: '好',
  close: '关闭',

  leftovers: (count) => `上次还有 ${count} 张没传完`,
  bytesLeft: (size) => `还剩 ${size}`,
  leftoversNote: '没传完的照片已替你存了一份副本，不用重新选。',
  arranging: (count) => `${count} 张照片，先排好顺序`,
  arrangingNote: '按住照片拖动，排好再上传',
  preparing: (count) => `正在准备 ${count} 张照片`,
  prepared: (prepared, count) => `已准备 ${prepared} / ${count} 张`,
  uploading: (count) => `正在上传 ${count} 张`,
  failedChip: (count) => `${count} 张没传上`,
  sentOf: (total) => ` / ${total}`,
  saved: (count) => `已存好 ${count} 张`,
  photosLeft: (count) => `还剩 ${count} 张`,
  paused: '已暂停',
  offline: '没有网络，先停一停',
  offlineNote: '联网后自动继续',
  onMobileData: '已换到移动网络',
  awaitsYou: '等你决定',
  waitsForWifi: '等 Wi-Fi，先停一停',
  waitsForWifiNote: '连上后自动继续',
  unkept: (count) => `这 ${count} 张没能留副本，传完前先别退出。`,
  unreachable: '暂时连不上服务',
  unreachableText: ['你选的照片都还在，不会丢。', '等一会儿再试，或换个网络看看。'],
  unusable: '暂时不能使用',
  unreachableNote: '会自动再试',
  tooFast: '传得有点快',
  continuesIn: (seconds) => (seconds < 60 ? `${seconds} 秒后自动继续` : `${Math.ceil(seconds / 60)} 分钟后自动继续`),
  errorNumber: (code) => `错误编号 ${code}`,
  allSaved: (count) => `${count} 张照片都存好了`,
  allSavedNote: (total, seconds) =>
    seconds === null
      ? `共 ${total}`
      : `共 ${total} · 用了 ${seconds < 60 ? `${seconds} 秒` : `${Math.round(seconds / 60)} 分钟`}`,
  checkedEach: '已逐张核对',
  someFailed: (savedCount, failedCount) =>
    savedCount === 0 ? `${failedCount} 张没传上` : `${savedCount} 张已存好，${failedCount} 张没传上`,
  failedNote: '轻点照片看原因，可以重试的会留在这里。',
  refusedNote: '轻点照片看原因，移除后可以换一张。',
  failedReason: (reason) => `${reason}。照片还在手机里，可以重试。`,

  discard: '不传了',
  useMobileData: '用移动网络传',
  cancel: '取消',
  pause: '暂停',
  resume: '继续上传',
  tryNow: '现在试试',
  tryAgain: '再试一次',
  upload: (count) => `上传 ${count} 张`,
  retry: '重试',
  retryCount: (count) => `重试 ${count} 张`,
  remove: '移除',
  removeAll: '全部移除',
  seePhotos: '去看照片',

  stopTitle: (count) => `停下剩余的 ${count} 张？`,
  stopText: (savedCount) =>
    `${savedCount === 0 ? '' : `已存好的 ${savedCount} 张会保留在「我的照片」里。`}没传完的不会上传，手机里的原照片不受影响。`,
  keepUploading: '接着传',
  stop: (count) => `停下 ${count} 张`,
  takeOutTitle: (count) => `移除没上传的 ${count} 张？`,
  takeOutText: '手机里的原照片不受影响。',
  keepArranging: '先留着',
  takeOut: (count) => `移除 ${count} 张`,
  discardTitle: (count) => `不传这 ${count} 张了？`,
  discardText: '替你存的副本会删掉，手机里的原照片不受影响。',
  keepLeftovers: '先留着',
  mobileDataText: (count, size) => `Wi-Fi 断开了。还有 ${count} 张没传完，大约要用 ${size} 流量。`,
  pauseOne: '先不传这张',
  resumeOne: '接着传这张',
  failedTitle: (count) => `${count} 张没传上`,
  photoNumber: (index) => `第 ${index} 张`,

  filters: {
    all: (count) => `全部 ${count}`,
    active: (count) => `进行中 ${count}`,
    failed: (count) => `没传上 ${count}`,
    saved: (count) => `已存好 ${count}`,
  },

  tile: {
    position: (index, label) => `第 ${index} 张，${label}`,
    remove: (index) => `移除第 ${index} 张`,
    held: '待上传',
    preparing: '准备中',
    waiting: '等待中',
    uploading: (percent) => `正在上传 ${percent}%`,
    stalled: '信号弱',
    confirming: '确认中',
    saved: '已存好',
    alreadyStored: '早已存好',
    paused: '已暂停',
    offline: '等待网络',
    wifi: '等 Wi-Fi',
    failed: (reason) => `没传上，${reason}。轻点重试`,
    refused: (reason) => `没传上，${reason}。轻点看原因`,
  },
  shortReason: {
    NETWORK_LOST: '网络中断',
    NETWORK_INTERRUPTED: '网络中断',
    NETWORK_TIMEOUT: '超时',
    STORAGE_UNAVAILABLE: '云存储忙',
    SERVICE_UNREACHABLE: '连不上服务',
    QUOTA_EXCEEDED: '空间已满',
    DAILY_QUOTA_EXCEEDED: '今天已满',
    PHOTO_UNREADABLE: '打不开',
    PHOTO_EMPTY: '空文件',
    PHOTO_TYPE_UNSUPPORTED: '格式不支持',
    PHOTO_DELETED: '已被删除',
    RATE_LIMITED: '传得太快',
    CONFIRM_PENDING: '没确认好',
    STORAGE_FULL: '手机已满',
  },
  shortReasonOther: { failed: '没传上', refused: '不能上传' },
  tooBig: (limit) => `超过 ${limit}`,
  reason: {
    NETWORK_LOST: '网络中断',
    NETWORK_INTERRUPTED: '上传被打断了',
    NETWORK_TIMEOUT: '等太久没有回应，信号可能太弱',
    STORAGE_UNAVAILABLE: '云存储暂时没有回应',
    SERVICE_UNREACHABLE: '暂时连不上服务',
    AUTH_TOKEN_INVALID: '登录已失效',
    RATE_LIMITED: '传得有点快，过一会儿再试',
    CONFIRM_PENDING: '照片已传到，还没确认好，过一会儿再试',
    NOT_READY: '服务还在启动，过一会儿再试',
    UPLOAD_GRANT_EXPIRED: '上传许可过期了',
    STORAGE_FULL: '手机空间不足，清理一些再试',
  },

  timeLeft: {
    estimating: '正在计算剩余时间',
    underTenSeconds: '不到 10 秒',
    seconds: (count) => `大约还要 ${count} 秒`,
    minutes: (count) => `大约还要 ${count} 分钟`,
  },
}

const EN: UploadText = {
  error: (code, photoMaxBytes) => errorMessage(code, 'en', photoMaxBytes),
  title: 'Upload',
  choose: 'Choose photos',
  chooseMore: 'Add more',
  addMore: 'Add more',
  heroTitle: 'Save photos to the cloud',
  heroText: (photosPerPick) => [
    `Up to ${photosPerPick} at a time, originals too.`,
    'If the signal drops, it carries on later.',
  ],
  myPhotos: 'My photos',
  photoCount: (count, orMore) => `${count}${orMore ? '+' : ''}`,
  noPhotos: 'None yet',
  settings: 'Settings and privacy',
  howToUpload: 'How to upload',
  ok: 'OK',
  close: 'Close',

  leftovers: (count) => (count === 1 ? '1 photo left from last time' : `${count} photos left from last time`),
  bytesLeft: (size) => `${size} left`,
  leftoversNote: 'A copy of each was kept for you: nothing to pick again.',
  arranging: (count) => (count === 1 ? '1 photo to upload' : `Put ${count} photos in order`),
  arrangingNote: 'Press and drag, then upload',
  preparing: (count) => (count === 1 ? 'Preparing 1 photo' : `Preparing ${count} photos`),
  prepared: (prepared, count) => `${prepared} of ${count} prepared`,
  uploading: (count) => (count === 1 ? 'Uploading 1 photo' : `Uploading ${count} photos`),
  failedChip: (count) => `${count} failed`,
  sentOf: (total) => ` of ${total}`,
  saved: (count) => `${count} saved`,
  photosLeft: (count) => `${count} left`,
  paused: 'Paused',
  offline: 'No network, on hold',
  offlineNote: 'Continues by itself',
  onMobileData: 'On mobile data',
  awaitsYou: 'Your choice',
  waitsForWifi: 'Waiting for Wi-Fi',
  waitsForWifiNote: 'Continues by itself',
  unkept: (count) => `No copy kept of ${count === 1 ? '1 photo' : `${count} photos`}: stay until all are sent.`,
  unreachable: "Can't reach the service",
  unreachableText: ['Your photos are safe.', 'Wait a little or change network.'],
  unusable: 'Not available for now',
  unreachableNote: 'Tries again by itself',
  tooFast: 'A bit fast',
  continuesIn: (seconds) =>
    seconds < 60 ? `Continues in ${seconds} s` : `Continues in ${Math.ceil(seconds / 60)} min`,
  errorNumber: (code) => `Error ${code}`,
  allSaved: (count) => (count === 1 ? 'Saved' : `All ${count} saved`),
  allSavedNote: (total, seconds) =>
    seconds === null ? total : `${total} in ${seconds < 60 ? `${seconds} s` : `${Math.round(seconds / 60)} min`}`,
  checkedEach: 'Each one checked',
  someFailed: (savedCount, failedCount) =>
    savedCount === 0 ? `${failedCount} not uploaded` : `${savedCount} saved, ${failedCount} not uploaded`,
  failedNote: 'Tap a photo to see why. Those to retry stay here.',
  refusedNote: 'Tap a photo to see why, then choose another one.',
  failedReason: (reason) => `${reason}. It is still on your phone; try again.`,

  discard: 'Discard',
  useMobileData: 'Use mobile data',
  cancel: 'Cancel',
  pause: 'Pause',
  resume: 'Continue',
  tryNow: 'Try now',
  tryAgain: 'Try again',
  upload: (count) => `Upload ${count}`,
  retry: 'Retry',
  retryCount: (count) => `Retry ${count}`,
  remove: 'Remove',
  removeAll: 'Remove all',
  seePhotos: 'See photos',

  stopTitle: (count) => (count === 1 ? 'Stop the last one?' : `Stop the other ${count}?`),
  stopText: (savedCount) =>
    `${savedCount === 0 ? '' : `The ${savedCount} saved stay. `}What has not been sent stays on your phone only.`,
  keepUploading: 'Keep going',
  stop: (count) => `Stop ${count}`,
  takeOutTitle: (count) => (count === 1 ? 'Remove this photo?' : `Remove these ${count} photos?`),
  takeOutText: 'They have not been uploaded and stay on your phone.',
  keepArranging: 'Keep',
  takeOut: (count) => `Remove ${count}`,
  discardTitle: (count) => (count === 1 ? 'Discard this photo?' : `Discard these ${count} photos?`),
  discardText: 'The copies kept for you are deleted. Originals on your phone stay.',
  keepLeftovers: 'Keep',
  mobileDataText: (count, size) => `Wi-Fi is gone. ${count === 1 ? '1 photo' : `${count} photos`} left, about ${size}.`,
  pauseOne: 'Pause this one',
  resumeOne: 'Continue this one',
  failedTitle: (count) => `${count} not uploaded`,
  photoNumber: (index) => `Photo ${index}`,

  filters: {
    all: (count) => `All ${count}`,
    active: (count) => `Active ${count}`,
    failed: (count) => `Failed ${count}`,
    saved: (count) => `Saved ${count}`,
  },

  tile: {
    position: (index, label) => `Photo ${index}, ${label}`,
    remove: (index) => `Remove photo ${index}`,
    held: 'Ready to upload',
    preparing: 'Preparing',
    waiting: 'Waiting',
    uploading: (percent) => `Uploading ${percent}%`,
    stalled: 'Slow',
    confirming: 'Checking',
    saved: 'Saved',
    alreadyStored: 'Already saved',
    paused: 'Paused',
    offline: 'No network',
    wifi: 'Needs Wi-Fi',
    failed: (reason) => `Not uploaded, ${reason}. Tap to retry`,
    refused: (reason) => `Not uploaded, ${reason}. Tap to see why`,
  },
  shortReason: {
    NETWORK_LOST: 'Network',
    NETWORK_INTERRUPTED: 'Network',
    NETWORK_TIMEOUT: 'Timed out',
    STORAGE_UNAVAILABLE: 'Busy',
    SERVICE_UNREACHABLE: 'No service',
    QUOTA_EXCEEDED: 'Space full',
    DAILY_QUOTA_EXCEEDED: 'Full today',
    PHOTO_UNREADABLE: "Can't open",
    PHOTO_EMPTY: 'Empty',
    PHOTO_TYPE_UNSUPPORTED: 'Format',
    PHOTO_DELETED: 'Deleted',
    RATE_LIMITED: 'Too fast',
    CONFIRM_PENDING: 'Unchecked',
    STORAGE_FULL: 'Phone full',
  },
  shortReasonOther: { failed: 'Failed', refused: 'Refused' },
  tooBig: () => 'Too big',
  reason: {
    NETWORK_LOST: 'Connection lost',
    NETWORK_INTERRUPTED: 'The upload was interrupted',
    NETWORK_TIMEOUT: 'No answer for too long; the signal may be weak',
    STORAGE_UNAVAILABLE: 'Cloud storage does not answer',
    SERVICE_UNREACHABLE: "Can't reach the service",
    AUTH_TOKEN_INVALID: 'Your login has ended',
    RATE_LIMITED: 'A bit fast; wait a little',
    CONFIRM_PENDING: 'It has arrived and is not checked yet; wait a little',
    NOT_READY: 'The service is still starting; wait a little',
    UPLOAD_GRANT_EXPIRED: 'The upload permission ended',
    STORAGE_FULL: 'The phone is full; free some space',
  },

  timeLeft: {
    estimating: 'Estimating',
    underTenSeconds: 'Under 10 s',
    seconds: (count) => `About ${count} s left`,
    minutes: (count) => `About ${count} min left`,
  },
}

export const UPLOAD_TEXT: Record<Language, UploadText> = { zh: ZH, en: EN }

import type { Language } from '@photolift/screens/text'

/** Words that only the web page says. */
export interface PageText {
  upload: string
  /** Its own name for itself. */
  otherLanguage: string
  dropTitle: string
  dropNote: (photosPerPick: number, limit: string) => string
  dropMore: string
  dropMoreNote: (photosPerPick: number, limit: string) => string
  dropHere: string
  notes: { own: string; place: string; later: string }
  tooMany: (photosPerPick: number) => string
  foldersRefused: string
  /** In place of saving, which a browser leaves to the person. */
  openOriginal: string
  arrange: {
    keys: string
    lifted: string
    at: (place: number, count: number) => string
    putDown: string
  }
  previous: string
  next: string
  door: {
    title: string
    text: string
    label: string
    enter: string
    wrong: string
    ended: string
    /** Behind `ended`, where there are some. */
    photos: string
    /** In WeChat. */
    notIn: string
    goingToWeChat: string
  }
  link: string
  linkNote: string
  /** In place of the join, which leaves the page. */
  linkLater: string
  version: string
}

export const PAGE_TEXT: Record<Language, PageText> = {
  zh: {
    upload: '上传',
    otherLanguage: 'English',
    dropTitle: '把照片拖到这里',
    dropNote: (photosPerPick, limit) => `也可以粘贴，或从电脑里选。一次最多 ${photosPerPick} 张，每张不超过 ${limit}。`,
    dropMore: '继续拖进来，或粘贴',
    dropMoreNote: (photosPerPick, limit) => `一次最多 ${photosPerPick} 张，每张不超过 ${limit}`,
    dropHere: '松开就上传',
    notes: {
      own: '照片存进你的私有空间，只有你能看。',
      place: '上传前去除位置信息，可在设置里改。',
      later: '关掉网页也不要紧，回来会接着传。',
    },
    tooMany: (photosPerPick) => `一次最多 ${photosPerPick} 张，多出来的没有添加。`,
    foldersRefused: '文件夹传不了，打开它再选里面的照片。',
    openOriginal: '打开原图',
    arrange: {
      keys: '用键盘排：按空格拿起照片，方向键移动，再按空格放下。',
      lifted: '已拿起',
      at: (place, count) => `第 ${place} 张，共 ${count} 张`,
      putDown: '已放下',
    },
    previous: '上一张',
    next: '下一张',
    door: {
      title: '输入上传码',
      text: '不在微信里打开时，用一次性的上传码登录。向管理员要一个。',
      label: '上传码',
      enter: '登录',
      wrong: '上传码不对，或已经用过。再要一个试试。',
      ended: '登录过期了。',
      photos: '没传完的照片都在，登录后接着传。',
      notIn: '没登录上，等一会儿再试。',
      goingToWeChat: '正在用微信登录',
    },
    link: '和小程序里的照片合在一起',
    linkNote: '微信会请你确认一次',
    linkLater: '先把照片传完。',
    version: 'Photolift 网页版 · 开源（MIT）',
  },
  en: {
    upload: 'Upload',
    otherLanguage: '中文',
    dropTitle: 'Drop photos here',
    dropNote: (photosPerPick, limit) =>
      `Or paste, or choose from this computer. Up to ${photosPerPick} at a time, ${limit} each.`,
    dropMore: 'Drop or paste more',
    dropMoreNote: (photosPerPick, limit) => `Up to ${photosPerPick} at a time, ${limit} each`,
    dropHere: 'Let go to upload',
    notes: {
      own: 'Photos go to your private space. Only you see them.',
      place: 'Locations are removed before upload; change it in settings.',
      later: 'You may close this page; it carries on when you come back.',
    },
    tooMany: (photosPerPick) => `Up to ${photosPerPick} at a time; the others were not added.`,
    foldersRefused: 'Folders cannot be uploaded. Choose the photos in them.',
    openOriginal: 'Open original',
    arrange: {
      keys: 'By keyboard: Space picks a photo up, arrow keys move it, Space puts it down.',
      lifted: 'Picked up',
      at: (place, count) => `photo ${place} of ${count}`,
      putDown: 'Put down',
    },
    previous: 'Previous photo',
    next: 'Next photo',
    door: {
      title: 'Enter your upload code',
      text: 'Outside WeChat you sign in with a one-time code. Ask your administrator for one.',
      label: 'Upload code',
      enter: 'Sign in',
      wrong: 'That code is wrong or has been used. Ask for another.',
      ended: 'Signed out.',
      photos: ' Your photos carry on once you sign in.',
      notIn: 'Not signed in. Wait a little, then try again.',
      goingToWeChat: 'Signing in with WeChat',
    },
    link: 'Join with my mini-program photos',
    linkNote: 'WeChat asks you to confirm',
    linkLater: 'Upload your photos first.',
    version: 'Photolift for the web · open source (MIT)',
  },
}

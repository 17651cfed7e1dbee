import type { Language } from './language.js'

/** Words of the page 设置与隐私. */
export interface AboutText {
  title: string
  uploadGroup: string
  quality: string
  metadata: string
  mobileData: string
  notKept: string
  privacyGroup: string
  whatWeKeep: string
  accountGroup: string
  deleteAccount: string
  close: string

  kept: { photos: string; facts: string; account: string; notKept: string }

  deletion: {
    question: string
    /** `count` is undefined where the whole gallery is not known. */
    photos(count: number | undefined): string
    account: string
    phone: string
    understood: string
    keep: string
    confirm: string
    running: string
    done: string
    failed: string
  }
}

export const ABOUT_TEXT: Record<Language, AboutText> = {
  zh: {
    title: '设置与隐私',
    uploadGroup: '上传',
    quality: '画质',
    metadata: '位置信息',
    mobileData: '移动网络',
    notKept: '手机空间不足，这个设置下次打开时会还原',
    privacyGroup: '隐私',
    whatWeKeep: '我们存了什么',
    accountGroup: '账号',
    deleteAccount: '删除账号和全部照片',
    close: '关闭',
    kept: {
      photos: '你选中上传的照片，存在只有你能看的空间里。照片自带的拍摄信息（如时间、地点）按你的设置去除或保留',
      facts: '每张照片的大小、类型和上传时间；从聊天选择的还有文件名',
      account: '微信给的一个编号，用来认出你。没有昵称、头像和手机号',
      notKept: '没有选中的照片，一张也不读',
    },
    deletion: {
      question: '删除账号和全部照片？',
      photos: (count) => `云端的${count === undefined ? '' : ` ${count} 张`}照片全部删除`,
      account: '登录记录和设置一并清除',
      phone: '手机相册里的原照片不受影响',
      understood: '我明白删除后找不回来',
      keep: '先留着',
      confirm: '删除账号',
      running: '正在删除',
      done: '账号和照片已删除',
      failed: '没有删完。请等一会儿，再删一次。',
    },
  },
  en: {
    title: 'Settings',
    uploadGroup: 'Upload',
    quality: 'Quality',
    metadata: 'Location',
    mobileData: 'Mobile data',
    notKept: 'The phone is full: this setting is lost when you leave',
    privacyGroup: 'Privacy',
    whatWeKeep: 'What we keep',
    accountGroup: 'Account',
    deleteAccount: 'Delete account and photos',
    close: 'Close',
    kept: {
      photos:
        'The photos that you upload, in a space that only you see. What the camera wrote into them, such as time and place, goes or stays as you have set it',
      facts: 'Size, type and time of each photo; file names where they come from a chat',
      account: 'A number from WeChat that tells who you are. No nickname, picture or phone number',
      notKept: 'Photos that you do not choose are never read',
    },
    deletion: {
      question: 'Delete account and photos?',
      photos: (count) =>
        `Deletes ${count === undefined ? 'all photos' : count === 1 ? '1 photo' : `${count} photos`} in the cloud`,
      account: 'Clears your login and settings',
      phone: 'Originals on your phone stay',
      understood: "I know it can't be undone",
      keep: 'Keep',
      confirm: 'Delete account',
      running: 'Deleting',
      done: 'Account and photos deleted',
      failed: 'Not deleted completely. Wait a little, then delete again.',
    },
  },
}

import type { Language } from '@photolift/screens/text'

/** Words of the sheet that asks for consent before the first pick. */
export interface ConsentText {
  title: string
  text: string
  read: string
  contract: (name: string) => string
  defaultContract: string
  points: Record<'chosen' | 'private' | 'deletable', string>
  refuse: string
  agree: string
}

export const CONSENT_TEXT: Record<Language, ConsentText> = {
  zh: {
    title: '先和你说清楚',
    text: '只有你选中的照片会被读取和上传。',
    read: '请先阅读',
    contract: (name) => (name.startsWith('《') ? name : `《${name}》`),
    defaultContract: '《小程序隐私保护指引》',
    points: {
      chosen: '读取你选中的照片，不看其他照片',
      private: '照片存进你的私有空间，只有你能看',
      deletable: '随时可以删照片，或删除整个账号',
    },
    refuse: '拒绝',
    agree: '同意并继续',
  },
  en: {
    title: 'Before you choose',
    text: 'Only the photos that you choose are read and uploaded.',
    read: 'Please read the ',
    contract: (name) => name,
    defaultContract: 'privacy guidelines',
    points: {
      chosen: 'Reads the photos you choose, no others',
      private: 'Kept in your private space; only you see them',
      deletable: 'Delete photos or the whole account at any time',
    },
    refuse: 'Not now',
    agree: 'Agree',
  },
}

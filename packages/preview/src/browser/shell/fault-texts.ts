import type { Conditions, TransferFault } from '../../conditions.js'

/** What can be let happen to the phone beside what the next transfers meet. */
export type PhoneFault = 'background' | 'offline' | 'mobileData' | 'relaunch' | 'serviceRestart' | 'storageFull'

interface FaultText {
  readonly name: string
  /** What happens. */
  readonly line: string
}

interface FaultTexts {
  readonly title: string
  readonly faults: Readonly<Record<PhoneFault | TransferFault, FaultText>>
  /** So many transfers will meet it. */
  readonly waiting: (count: number) => string
}

/** The words of the faults, by the language that the phone is set to. */
export const FAULT_TEXTS: Readonly<Record<Conditions['language'], FaultTexts>> = {
  zh_CN: {
    title: '出点状况',
    faults: {
      background: { name: '退到后台 6 秒', line: '满 5 秒时请求被掐断（interrupted），6 秒时回到前台。' },
      offline: { name: '断网', line: '正在传的马上断开。再点一次，网络恢复。' },
      mobileData: { name: '改用移动网络', line: 'Wi-Fi 变成 4G，正在传的断开。再点一次，回到 Wi-Fi。' },
      relaunch: { name: '杀掉再打开', line: '不打招呼就结束。存储和自己的文件还在，临时文件没了。' },
      reset: { name: '传到一半断开', line: '下一次传文件，到 50% 时连接被重置。' },
      'lost-reply': { name: '丢掉回复', line: '下一次传文件，对方已收好，回复没到手机。' },
      expired: { name: '许可过期', line: '下一次传文件，COS 回答 403：许可已过期。' },
      silent: { name: '没有回音', line: '下一次传文件，不成功也不失败，一直没有回调。' },
      stalled: { name: '传到一半停住', line: '下一次传文件，到 50% 后不再前进，也不断开。' },
      serviceRestart: { name: '服务重启 8 秒', line: '等着的请求断开，新的连不上，8 秒后恢复。' },
      storageFull: { name: '手机存储已满', line: '写缓存、写文件都失败。再点一次，腾出空间。' },
    },
    waiting: (count) => `还有 ${count} 次`,
  },
  en: {
    title: 'Let it go wrong',
    faults: {
      background: {
        name: 'Background for 6 s',
        line: 'At 5 s requests are cut (interrupted), at 6 s the app is back.',
      },
      offline: { name: 'Offline', line: 'What is under way breaks at once. Press again for the network.' },
      mobileData: { name: 'Mobile data', line: 'Wi-Fi becomes 4G, what is under way breaks. Press again for Wi-Fi.' },
      relaunch: {
        name: 'Kill and relaunch',
        line: 'It ends without a word. Storage and own files stay, temporary ones go.',
      },
      reset: { name: 'Reset half way', line: 'The next transfer of a file breaks at 50 % of its bytes.' },
      'lost-reply': { name: 'Lose a reply', line: 'The next file arrives and is kept, but its answer never comes.' },
      expired: { name: 'Expired grant', line: 'The next file meets COS saying 403: the permission has ended.' },
      silent: { name: 'Silent call', line: 'The next file neither succeeds nor fails: no callback, ever.' },
      stalled: { name: 'Stall half way', line: 'The next file stops at 50 % and stays connected.' },
      serviceRestart: {
        name: 'Service restarts, 8 s',
        line: 'Waiting calls break, new ones are refused, after 8 s it is back.',
      },
      storageFull: { name: 'Phone storage full', line: 'Nothing more can be written. Press again for room.' },
    },
    waiting: (count) => (count === 1 ? 'once more' : `${count} more`),
  },
}

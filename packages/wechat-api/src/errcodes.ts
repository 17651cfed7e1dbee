import type { ErrorCode } from '@photolift/contracts'

/** What an errcode means to us, and how a developer mends it where waiting does not. */
export interface ErrcodeMeaning {
  code: ErrorCode
  remedy?: string
}

/**
 * Codes that are not in the table say that our account or our request is wrong: INTERNAL.
 *
 * @see mini-program server documents: the endpoints' own tables, the table of global codes, and 云托管's questions about 云调用
 */
export function meaningOf(errcode: number): ErrcodeMeaning {
  return MEANINGS.get(errcode) ?? { code: 'INTERNAL' }
}

const WAIT: ErrcodeMeaning = { code: 'WECHAT_UNAVAILABLE' }
const mend = (remedy: string): ErrcodeMeaning => ({ code: 'INTERNAL', remedy })

const APPROVE_ADDRESS = mend(
  'An administrator of the mini-program has to approve this address first; WeChat has asked them.',
)
const BUG = mend('This is a mistake in the request itself: report it together with the rid.')
const SECRET = mend('WECHAT_SECRET is not the AppSecret of WECHAT_APPID: copy both from the console (开发管理).')

const MEANINGS = new Map<number, ErrcodeMeaning>([
  // Busy, or broken for a moment; -1000, -501000 and -501002 are of the cloud storage.
  [-1, WAIT],
  [-1000, WAIT],
  [-501000, WAIT],
  [-501002, WAIT],

  // A login code: invalid or too old; used before; missing. 40226: a person whom WeChat holds to be a high risk.
  [40029, { code: 'LOGIN_CODE_INVALID' }],
  [40163, { code: 'LOGIN_CODE_INVALID' }],
  [41008, { code: 'LOGIN_CODE_INVALID' }],
  [40226, { code: 'LOGIN_REFUSED' }],

  // Temporary media: no such id, or it has ended.
  [40007, { code: 'MEDIA_NOT_FOUND' }],

  // The app and its secret.
  [40013, mend('WECHAT_APPID is not the AppID of a mini-program: copy it from the console (开发管理).')],
  [40125, SECRET],
  [41002, mend('WECHAT_APPID is empty.')],
  [41004, mend('WECHAT_SECRET is empty.')],
  [40243, mend('The AppSecret is frozen: thaw it in the console (开发管理).')],
  [50002, mend('The account is limited: see its messages in the console.')],
  [50004, mend('The account may not use this API: see its messages in the console.')],
  [50007, mend('The account is frozen: see its messages in the console.')],
  [48001, mend('The account has no right to this API: see 接口设置 in the console.')],
  [85105, mend('The account has no right to this API: see 接口设置 in the console.')],
  [61007, mend('The app has not given this right to the third party that calls: authorise it anew.')],

  // Access tokens. These three come after a fresh token has been refused too, or, 40001, from the token endpoint.
  [
    40001,
    mend(
      'Either WECHAT_SECRET is wrong, or WeChat refuses even a fresh token: does another program force tokens of this app?',
    ),
  ],
  [40014, mend('WeChat refuses even a fresh access token: is WECHAT_API_BASE_URL where the token came from?')],
  [42001, mend('WeChat refuses even a fresh access token as expired: compare the clock of this machine.')],
  [
    41001,
    mend(
      'The call carried no access token. Inside 云托管: switch on 开放接口服务 and deploy again, since only versions built afterwards have it.',
    ),
  ],

  // Where the call comes from.
  [40164, mend('Put the address of this machine on the IP 白名单 in the console (开发管理); 云托管 has no fixed one.')],
  [61004, mend('Put the address of this machine on the IP 白名单 in the console (开发管理); 云托管 has no fixed one.')],
  [89503, APPROVE_ADDRESS],
  [89506, mend('An administrator of the mini-program has refused this address twice today: ask again tomorrow.')],
  [89507, mend('An administrator of the mini-program has refused this address: ask again in an hour.')],

  // The open interface service of 云托管.
  [
    85107,
    mend(
      'Put the path on the 微信令牌 list of 云托管. Login and token endpoints are never on it: while 开放接口服务 is on, use LOGIN=cloudrun.',
    ),
  ],
  [85112, WAIT],
  [85113, WAIT],

  // How often.
  [
    45009,
    { code: 'WECHAT_UNAVAILABLE', remedy: "Today's calls of this API are used up: see 接口调用额度 in the console." },
  ],
  [45011, { code: 'RATE_LIMITED' }],

  // The cloud environment.
  [85088, mend('The mini-program has no cloud environment: open 云开发 or 云托管 for it, and check CLOUDRUN_ENV.')],
  [40097, mend('WeChat does not take these arguments: check CLOUDRUN_ENV and the file ids.')],
  [40101, BUG],
  [-501007, mend('WeChat does not take these arguments: check CLOUDRUN_ENV and the file ids.')],
  // «unconfirmed»: known from the mini-program's own cloud SDK; that the HTTP API gives them to items is not written.
  [-503001, { code: 'STORAGE_UNAVAILABLE' }],
  [
    -503002,
    mend('The environment refuses this file: was it uploaded with its x-cos-meta-fileid, and into this environment?'),
  ],
  [-503003, { code: 'FILE_NOT_FOUND' }],

  // Mistakes of ours.
  [40002, BUG],
  [40066, BUG],
  [43001, BUG],
  [43002, BUG],
  [44002, BUG],
  [47001, BUG],
])

/** What `fail` gets; `errno` is missing on some clients. */
export interface WechatFailure {
  errMsg: string
  errno?: number
}

type Api = 'request' | 'uploadFile'

/** Connections end in many words; most say `net::ERR_…`. */
export const lineBroke = (api: Api): WechatFailure => ({
  errMsg: `${api}:fail -101:net::ERR_CONNECTION_RESET`,
  errno: 600001,
})

export const noNetwork = (api: Api): WechatFailure => ({
  errMsg: `${api}:fail -106:net::ERR_INTERNET_DISCONNECTED`,
  errno: 600001,
})

export const nobodyListens = (api: Api): WechatFailure => ({
  errMsg: `${api}:fail -102:net::ERR_CONNECTION_REFUSED`,
  errno: 600001,
})

export const timedOut = (api: Api): WechatFailure => ({ errMsg: `${api}:fail timeout`, errno: 5 })

/** The app is in the background, or was for 5 s while this call was under way. */
export const interrupted = (api: Api): WechatFailure => ({ errMsg: `${api}:fail interrupted`, errno: 600003 })

export const tooManyCalls = (api: Api): WechatFailure => ({
  errMsg: `${api}:fail network exceed max task count`,
  errno: 600007,
})

export const aborted = (api: Api): WechatFailure => ({ errMsg: `${api}:fail abort` })

import { createJsapiTickets, createProcessGuard, createTokenChannel, createWechatTokens } from '@photolift/wechat-api'
import { toWechatApp } from '../../configuration/storage-address.js'
import type { Check, Finding, SetUp } from '../check.js'
import { pageOrigins } from '../page-origins.js'
import { toWechatFinding } from '../wechat-finding.js'

/** WeChat gives this machine the service account's token and the ticket of its JS-SDK. Both are asked for plainly. */
export const serviceAccount: Check = {
  name: 'service account',
  async look(setUp) {
    const { env, variables } = setUp
    const { OFFICIAL_APPID: appid, OFFICIAL_SECRET: secret } = variables
    const wrong = together(setUp)
    if (wrong.length > 0 || !appid || !secret) return wrong
    const app = { ...toWechatApp(env), appid, secret }
    const tokens = createWechatTokens(app, { guard: createProcessGuard() })
    try {
      await tokens.get()
    } catch (error) {
      return [inItsConsole(toWechatFinding('WeChat gives no access token of the service account', error))]
    }
    const base = app.baseUrl === undefined ? {} : { baseUrl: app.baseUrl }
    try {
      await createJsapiTickets(createTokenChannel({ ...base, tokens })).get()
    } catch (error) {
      return [inItsConsole(toWechatFinding('WeChat gives no ticket for the JS-SDK', error))]
    }
    return [{ level: 'ok', finding: 'WeChat gives this machine token and ticket of the service account' }]
  },
}

/** What excludes each other, as the service refuses it too. */
function together({ env, variables }: SetUp): Finding[] {
  const { OFFICIAL_APPID, OFFICIAL_SECRET, H5_DIST } = variables
  const origins = pageOrigins(variables)
  const findings: Finding[] = []
  for (const origin of origins.filter((text) => !isPageOrigin(text)))
    findings.push(
      error(
        `H5_ORIGINS: ${origin} is no origin that the service takes`,
        'Write https://h5.example.com, without a path, a slash or a *; http on loopback only.',
      ),
    )
  if (Boolean(OFFICIAL_APPID) !== Boolean(OFFICIAL_SECRET))
    findings.push(
      error(
        'of OFFICIAL_APPID and OFFICIAL_SECRET one is missing',
        'Copy both from the console of the service account.',
      ),
    )
  if (origins.length === 0 && (OFFICIAL_APPID || H5_DIST))
    findings.push(
      error('H5_ORIGINS is missing', 'Set it to the origins of the web page, such as https://h5.example.com.'),
    )
  if (origins.length > 0 && (variables['LOGIN'] === 'cloudrun' || env.STORAGE === 'cloudrun'))
    findings.push(
      error(
        'a service of LOGIN=cloudrun or STORAGE=cloudrun cannot have a web page',
        "Run the web page's service as a second service on the same database, with LOGIN=code and STORAGE=cos.",
      ),
    )
  return findings
}

/** As the service asks for it (apps/server/src/configuration/environment.ts). */
function isPageOrigin(text: string): boolean {
  const url = URL.parse(text)
  if (url === null || url.origin !== text || text.includes('*')) return false
  return (
    url.protocol === 'https:' || (url.protocol === 'http:' && /^(?:127\.0\.0\.1|\[::1\]|localhost)$/.test(url.hostname))
  )
}

/** The table of errcodes names the mini-program's variables. */
function inItsConsole(finding: Finding): Finding {
  if (finding.level === 'ok') return finding
  const fix = finding.fix.replaceAll('WECHAT_APPID', 'OFFICIAL_APPID').replaceAll('WECHAT_SECRET', 'OFFICIAL_SECRET')
  return { ...finding, fix: `In the console of the service account (公众平台, 设置与开发): ${fix}` }
}

function error(finding: string, fix: string): Finding {
  return { level: 'error', finding, fix }
}

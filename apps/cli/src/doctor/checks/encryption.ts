import type { Check, Finding } from '../check.js'

/** Nothing with a secret in it goes over plain http, except inside the machine. */
export const encryption: Check = {
  name: 'https',
  look: ({ env, serviceUrl }) => {
    const addresses: [name: string, url: string | undefined][] = [
      ['COS_ENDPOINT', env.COS_ENDPOINT],
      // Inside 云托管 the open interface service is plain http by design.
      ['WECHAT_API_BASE_URL', env.STORAGE === 'cloudrun' ? undefined : env.WECHAT_API_BASE_URL],
      ['--service', serviceUrl],
    ]
    const findings = addresses
      .filter(([, url]) => url !== undefined && isPlain(url))
      .map(([name]): Finding => {
        return {
          level: 'error',
          finding: `${name} is plain http: keys and photos can be read on the way, and mini-programs refuse it`,
          fix: name === '--service' ? 'Put the service behind https.' : `Make ${name} https://, or take it out.`,
        }
      })
    const ok: Finding = { level: 'ok', finding: 'every address is encrypted or inside this machine' }
    return Promise.resolve(findings.length > 0 ? findings : [ok])
  },
}

function isPlain(address: string): boolean {
  const url = URL.parse(address)
  return url?.protocol === 'http:' && !/^(127\.[\d.]+|localhost|\[::1\])$/.test(url.hostname)
}

import type { Check, Finding } from '../check.js'

/** The running service, where `--service` says where it is. */
export const service: Check = {
  name: 'service',
  async look({ serviceUrl }) {
    if (serviceUrl === undefined) return []
    const ready = await ask(serviceUrl, '/readyz')
    if (ready === undefined || !isOurs(ready)) {
      return [
        error(
          ready === undefined ? 'the service does not answer' : `what answers with ${ready.status} is not the service`,
          'Check the address: an origin such as https://api.example.com; and whether the service runs.',
        ),
      ]
    }
    const findings: Finding[] = []
    if (ready.status !== 200) {
      findings.push(
        error(
          `the service runs and is not ready (${ready.status})`,
          'Its log says why; the other findings here may, too.',
        ),
      )
    }
    const login = await ask(serviceUrl, '/v1/login', { loginCode: 'photolift-doctor' })
    findings.push(...judgeLogin(login))
    return findings.length > 0 ? findings : [{ level: 'ok', finding: 'the service is ready and takes logins' }]
  },
}

/** A made-up code is refused for what it is, if all before it is right. */
function judgeLogin(login: Response | undefined): Finding[] {
  const status = login?.status
  if (status === 401 || status === 403) return []
  return [
    error(
      `a login is answered with ${status ?? 'nothing'}, where a made-up code should be refused with 401`,
      'Check WECHAT_APPID and WECHAT_SECRET of the running service; its log has the errcode.',
    ),
  ]
}

/** Every answer of the service has its id. */
function isOurs(answer: Response): boolean {
  return answer.headers.get('x-request-id') !== null
}

async function ask(origin: string, path: string, body?: object): Promise<Response | undefined> {
  const sent =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const url = URL.parse(path, origin)
  if (url === null) return undefined
  const answer = await fetch(url, { ...sent, redirect: 'manual', signal: AbortSignal.timeout(16_000) }).catch(
    () => undefined,
  )
  await answer?.body?.cancel()
  return answer
}

function error(finding: string, fix: string): Finding {
  return { level: 'error', finding, fix }
}

import { createHash, createHmac } from 'node:crypto'
import type { Emulator } from '@photolift/emulator'

/** What the console would set. */
export interface BucketRules {
  /** Methods are POST, PUT, GET and HEAD, any header, and remembered for two hours, unless told. */
  cors?: { origins: string[]; methods?: string[]; headers?: string; expose: string[]; maxAgeSeconds?: number }[]
  lifecycle?: { prefix: string; days?: number; abortDays?: number }[]
}

/** As docs/deploy.md asks for them, and no web page. */
export const WHOLE_RULES: BucketRules = {
  lifecycle: [
    { prefix: 'incoming/', days: 1 },
    { prefix: '', abortDays: 1 },
  ],
}

/** Replaces all rules of the emulator's bucket. */
export async function setRules(emulator: Emulator, { cors = [], lifecycle = [] }: BucketRules): Promise<void> {
  await clearRules(emulator)
  if (cors.length > 0) {
    const rules = cors.map(
      ({ origins, methods = ['POST', 'PUT', 'GET', 'HEAD'], headers = '*', expose, maxAgeSeconds = 7_200 }) =>
        `<CORSRule>${elements('AllowedOrigin', origins)}${elements('AllowedMethod', methods)}` +
        `<AllowedHeader>${headers}</AllowedHeader>${elements('ExposeHeader', expose)}` +
        `<MaxAgeSeconds>${maxAgeSeconds}</MaxAgeSeconds></CORSRule>`,
    )
    await send(emulator, 'PUT', 'cors', `<CORSConfiguration>${rules.join('')}</CORSConfiguration>`)
  }
  if (lifecycle.length > 0) {
    const rules = lifecycle.map(
      ({ prefix, days, abortDays }) =>
        `<Rule><Filter><Prefix>${prefix}</Prefix></Filter><Status>Enabled</Status>` +
        (days === undefined ? '' : `<Expiration><Days>${days}</Days></Expiration>`) +
        (abortDays === undefined
          ? ''
          : `<AbortIncompleteMultipartUpload><DaysAfterInitiation>${abortDays}</DaysAfterInitiation></AbortIncompleteMultipartUpload>`) +
        '</Rule>',
    )
    await send(emulator, 'PUT', 'lifecycle', `<LifecycleConfiguration>${rules.join('')}</LifecycleConfiguration>`)
  }
}

export async function clearRules(emulator: Emulator): Promise<void> {
  await send(emulator, 'DELETE', 'cors')
  await send(emulator, 'DELETE', 'lifecycle')
}

function elements(name: string, texts: readonly string[]): string {
  return texts.map((text) => `<${name}>${text}</${name}>`).join('')
}

/** Signed by hand: only packages/cos imports the SDK. https://cloud.tencent.com/document/product/436/7778 */
async function send({ cos }: Emulator, method: 'PUT' | 'DELETE', subresource: string, body?: string): Promise<void> {
  const now = Math.floor(Date.now() / 1_000)
  const keyTime = `${now - 60};${now + 600}`
  const hmac = (key: string, text: string) => createHmac('sha1', key).update(text).digest('hex')
  const httpString = `${method.toLowerCase()}\n/\n${subresource}=\n\n`
  const toSign = `sha1\n${keyTime}\n${createHash('sha1').update(httpString).digest('hex')}\n`
  const authorization = [
    'q-sign-algorithm=sha1',
    `q-ak=${cos.secretId}`,
    `q-sign-time=${keyTime}`,
    `q-key-time=${keyTime}`,
    'q-header-list=',
    `q-url-param-list=${subresource}`,
    `q-signature=${hmac(hmac(cos.secretKey, keyTime), toSign)}`,
  ].join('&')
  const answer = await fetch(`${cos.endpoint}/?${subresource}`, {
    method,
    headers: {
      authorization,
      ...(body !== undefined && { 'content-md5': createHash('md5').update(body).digest('base64') }),
    },
    ...(body !== undefined && { body }),
  })
  if (!answer.ok) throw new Error(`${method} ${subresource}: ${answer.status} ${await answer.text()}`)
}

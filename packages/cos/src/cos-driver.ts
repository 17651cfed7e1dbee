import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { AppError } from '@photolift/contracts'
import type COS from 'cos-nodejs-sdk-v5'
import { bucketUrl, type CosBucket, type CosCredential } from './bucket.js'
import { toAppError } from './cos-failure.js'
import { type CredentialSource, withCredential } from './credential-source.js'

/** Runs one operation of the driver; rejects with AppError, at the latest when the time is up. */
export type CosDriver = <Result extends COS.GeneralResult>(operation: (cos: COS) => Promise<Result>) => Promise<Result>

/**
 * cos-nodejs-sdk-v5, loaded at the first use because it takes 100 to 166 ms and 30 MB.
 *
 * Known rest: version 3.0.0 throws where nobody can catch it when a 2xx that should be XML is plain text. COS never says that,
 * but a proxy in front of an `endpoint` could.
 */
export function createCosDriver(
  bucket: CosBucket,
  { credentials, answerWithinMs }: { credentials: CredentialSource; answerWithinMs: number },
): CosDriver {
  const { protocol, host } = bucketUrl(bucket)

  return (operation) => withCredential(credentials, (credential) => run(operation, credential))

  async function run<Result extends COS.GeneralResult>(
    operation: (cos: COS) => Promise<Result>,
    credential: CosCredential,
  ): Promise<Result> {
    const { default: Cos } = await import('cos-nodejs-sdk-v5')
    const deadline = performance.now() + answerWithinMs
    // One driver per call (10 µs; sockets are kept alive beneath all of them), because the deadline hangs on the driver.
    const cos = new Cos({
      SecretId: credential.secretId,
      SecretKey: credential.secretKey,
      ...(credential.cosSessionToken !== undefined && { SecurityToken: credential.cosSessionToken }),
      // Without an endpoint the driver's own hosts stay, and with them its second domain for the last try.
      ...(bucket.endpoint !== undefined && { Domain: host, Protocol: protocol === 'http:' ? 'http:' : 'https:' }),
      // A wrong clock would also spoil the forms and links that the driver does not sign: better seen than corrected here.
      CorrectClockSkew: false,
    })
    // The driver makes up to four tries and knows only a timeout for each. Half of what is left for every try lets another follow
    // one that stalls. Where the process was held up meanwhile, a try comes after the deadline: that one is not sent.
    cos.on('before-send', (request: { timeout?: number; agent?: HttpAgent }) => {
      const leftMs = deadline - performance.now()
      if (leftMs > 0) request.timeout = Math.max(1, leftMs / 2)
      else request.agent = unconnected(protocol)
    })

    const result = await withTimeout(operation(cos), answerWithinMs).catch((driverError: unknown) => {
      throw toAppError(driverError)
    })
    if (result.RequestId === undefined) {
      throw new AppError('STORAGE_UNAVAILABLE', 'what answered without x-cos-request-id is not COS')
    }
    return result
  }
}

/** The driver's own timeouts start anew with every byte of an answer; this one does not. */
async function withTimeout<Result>(operation: Promise<Result>, timeoutMs: number): Promise<Result> {
  const { promise: timeUp, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    reject(Object.assign(new Error(`no answer in ${timeoutMs} ms`), { code: 'ETIMEDOUT' }))
  }, timeoutMs)
  return Promise.race([operation, timeUp]).finally(() => clearTimeout(timer))
}

/** Connects to nothing: what is given to it fails before a byte of it is sent. */
function unconnected(protocol: string): HttpAgent {
  const agent = protocol === 'http:' ? new HttpAgent() : new HttpsAgent()
  agent.createConnection = (_options, done) => {
    done?.(Object.assign(new Error('the time is up'), { code: 'ETIMEDOUT' }), undefined as never)
    return undefined
  }
  return agent
}

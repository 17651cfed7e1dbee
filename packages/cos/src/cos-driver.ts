import type COS from 'cos-nodejs-sdk-v5'
import { bucketUrl, type CosBucket, type CosCredential } from './bucket.js'
import { toAppError } from './cos-failure.js'

/** Runs one operation of the driver; rejects with AppError, at the latest when the time is up. */
export type CosDriver = <Result>(operation: (cos: COS) => Promise<Result>) => Promise<Result>

/** cos-nodejs-sdk-v5, loaded at the first use because it takes 100 to 166 ms and 30 MB. */
export function createCosDriver(
  bucket: CosBucket,
  { credential, answerWithinMs }: { credential: CosCredential; answerWithinMs: number },
): CosDriver {
  const { protocol, host } = bucketUrl(bucket)

  return async (operation) => {
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
    // The driver tries four times and knows only a timeout per try; this one lets all of them end with the deadline, so that no
    // try starts after the caller was told of the failure.
    cos.on('before-send', (request: { timeout?: number }) => {
      request.timeout = Math.max(1, deadline - performance.now())
    })

    const { promise: timeUp, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(
      () => reject({ code: 'ETIMEDOUT', message: `no answer in ${answerWithinMs} ms` }),
      answerWithinMs,
    )
    try {
      return await Promise.race([operation(cos), timeUp])
    } catch (driverError) {
      throw toAppError(driverError)
    } finally {
      clearTimeout(timer)
    }
  }
}

import { randomBytes } from 'node:crypto'
import { parseStsPolicy, type StsPolicy } from './sts-policy.js'

/** A temporary key triple, in the shape in which qcloud-cos-sts returns it. */
export interface TemporaryCredential {
  credentials: { tmpSecretId: string; tmpSecretKey: string; sessionToken: string }
  /** Unix seconds. */
  startTime: number
  /** Unix seconds; from then on the key is refused. */
  expiredTime: number
  /** `expiredTime` as ISO 8601 UTC. */
  expiration: string
}

export interface TemporaryKeyRequest {
  /** What the key may do, as text or as the object: `{ version: '2.0', statement: [...] }`. */
  stsPolicy: unknown
  /** Default 1800; at most 7200, what a root account's key may issue. */
  durationSeconds?: number
  /** Milliseconds since the epoch. */
  nowMs: number
}

export interface TemporaryKey {
  secretKey: string
  sessionToken: string
  expiresAtMs: number
  stsPolicy: StsPolicy
}

const KNOWN_AFTER_END_MS = 3_600_000

/**
 * Issues temporary keys and knows those it issued.
 * @see https://cloud.tencent.com/document/product/436/14048 (temporary keys)
 */
export class TemporaryKeys {
  readonly #keys = new Map<string, TemporaryKey>()

  /** @throws RangeError on a duration, TypeError on a policy, that STS or the emulator does not take */
  issue({ stsPolicy, durationSeconds = 1800, nowMs }: TemporaryKeyRequest): TemporaryCredential {
    if (!Number.isInteger(durationSeconds) || durationSeconds < 1 || durationSeconds > 7200) {
      throw new RangeError(`durationSeconds must be an integer from 1 to 7200, not ${durationSeconds}`)
    }
    const startTime = Math.floor(nowMs / 1000)
    const expiredTime = startTime + durationSeconds
    const tmpSecretId = `AKID${randomBytes(24).toString('hex')}`
    const key: TemporaryKey = {
      secretKey: randomBytes(24).toString('base64'),
      // As long as real tokens are, so that a limit on a header or URL is met here and not in production.
      sessionToken: randomBytes(360).toString('base64url'),
      expiresAtMs: expiredTime * 1000,
      stsPolicy: parseStsPolicy(stsPolicy),
    }
    this.#forgetLongEnded(nowMs)
    this.#keys.set(tmpSecretId, key)

    return {
      credentials: { tmpSecretId, tmpSecretKey: key.secretKey, sessionToken: key.sessionToken },
      startTime,
      expiredTime,
      expiration: new Date(expiredTime * 1000).toISOString(),
    }
  }

  /** An ended key is known for an hour more, since COS tells an ended one from an unknown one. The oldest come first. */
  #forgetLongEnded(nowMs: number): void {
    for (const [secretId, { expiresAtMs }] of this.#keys) {
      if (nowMs - expiresAtMs < KNOWN_AFTER_END_MS) return
      this.#keys.delete(secretId)
    }
  }

  find(secretId: string): TemporaryKey | undefined {
    return this.#keys.get(secretId)
  }
}

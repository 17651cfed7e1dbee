import { AppError } from '@photolift/contracts'
import type { CosCredential } from './bucket.js'

/** A key and its end. */
export interface HeldCredential {
  credential: CosCredential
  /** Undefined for one that does not end. */
  expiresAt: Date | undefined
}

/** Where the key of a call comes from. */
export interface CredentialSource {
  /** @param usefulMs how long the key had better live on; one that ends before is given where there is no better one. Default 0 */
  get(usefulMs?: number): Promise<HeldCredential>
  /** Another one, after COS said that this one has ended; undefined where there is no other. */
  replace(refused: HeldCredential): Promise<HeldCredential | undefined>
}

/** One key for good. */
export function fixedCredential(credential: CosCredential): CredentialSource {
  const held = { credential, expiresAt: undefined }
  return {
    get: () => Promise.resolve(held),
    replace: () => Promise.resolve(undefined),
  }
}

/** Runs a call with the key of the source; once more with another one where COS says that the first has ended. */
export async function withCredential<Result>(
  source: CredentialSource,
  call: (credential: CosCredential) => Promise<Result>,
): Promise<Result> {
  const held = await source.get()
  try {
    return await call(held.credential)
  } catch (error) {
    const another = isKeyEnded(error) ? await source.replace(held) : undefined
    if (another === undefined) throw error
    return call(another.credential)
  }
}

function isKeyEnded(error: unknown): boolean {
  return error instanceof AppError && KEY_ENDED.has(error.cosErrorCode ?? '')
}

/** A HEAD's refusal has no body: the driver gives its status for a code. */
const KEY_ENDED = new Set(['ExpiredToken', 'InvalidAccessKeyId', '400'])

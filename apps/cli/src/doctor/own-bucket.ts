import { AppError } from '@photolift/contracts'
import type { CosBucket, CosCredential } from '@photolift/cos'
import { missingForStorage, toStorageAddress } from '../configuration/storage-address.js'
import type { SetUp } from './check.js'

/** The bucket of `STORAGE=cos` with its keys; undefined where something of it is missing, which another check tells. */
export function ownBucket({ env }: Pick<SetUp, 'env'>): { bucket: CosBucket; credential: CosCredential } | undefined {
  if (env.STORAGE !== 'cos' || missingForStorage(env).length > 0) return undefined
  const address = toStorageAddress(env)
  return address.kind === 'cos' ? address : undefined
}

/** COS's code of a refusal, or the system's where nobody answered. A refused HEAD has only its status. */
export function cosErrorCodeOf(error: unknown): string {
  return (error instanceof AppError ? error.cosErrorCode : undefined) ?? 'Error'
}

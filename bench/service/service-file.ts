import { join } from 'node:path'
import { repositoryFolder } from '@photolift/dev-stack'

/** The service as its container runs it. */
export const serviceFile = join(repositoryFolder, 'apps/server/dist/main.mjs')

/** Limits far above what a benchmark sends. They stay switched on: counting is a part of the work. */
export const RAISED_LIMITS = {
  LIMIT_GRANTS_PER_MINUTE: '2000000000',
  LIMIT_REQUESTS_PER_MINUTE: '2000000000',
  QUOTA_PHOTOS_PER_DAY: '2000000000',
  QUOTA_BYTES: String(Number.MAX_SAFE_INTEGER),
}

import { AppError, type UploadLimits } from '@photolift/contracts'
import type { ServiceCalls } from './service-calls.js'
import type { UploadService } from './upload-service.js'

/**
 * What the service accepts. Callers that come while a call is under way share it, as long as one of them wants the answer.
 * @throws AppError CANCELLED once `wanted` says no
 */
export type Limits = (wanted: () => boolean) => Promise<UploadLimits>

export function createSharedLimits(service: Pick<UploadService, 'limits'>, calls: ServiceCalls): Limits {
  const wants = new Set<() => boolean>()
  let underWay: Promise<UploadLimits> | undefined

  function join(wanted: () => boolean): Promise<UploadLimits> {
    wants.add(wanted)
    underWay ??= calls
      .call(
        () => service.limits(),
        () => [...wants].some((isWanted) => isWanted()),
      )
      .finally(() => {
        underWay = undefined
        wants.clear()
      })
    return underWay
  }

  return async function limits(wanted) {
    try {
      return await join(wanted)
    } catch (error) {
      // It came to a call that had just been given up.
      if (error instanceof AppError && error.code === 'CANCELLED' && wanted()) return limits(wanted)
      throw error
    }
  }
}

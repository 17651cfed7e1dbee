import { describe, expect, it } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import { withRetries } from './retry.js'

const { signal } = new AbortController()

/** How often something is tried whose first try fails so, and how it ends. */
async function tries(failure: Error): Promise<{ count: number; end: unknown }> {
  let count = 0
  const end = await withRetries(
    () => {
      count++
      return count === 1 ? Promise.reject(failure) : Promise.resolve('done')
    },
    { signal },
  ).catch((error: unknown) => error)
  return { count, end }
}

describe('another attempt', () => {
  it('follows what passes by itself', async () => {
    expect(await tries(new AppError('STORAGE_UNAVAILABLE', 'slow down'))).toEqual({ count: 2, end: 'done' })
  })

  it.each([
    new AppError('INTERNAL', 'a wrong key'),
    new AppError('FILE_UNREADABLE', 'no permission'),
    new AppError('STORAGE_CANNOT', 'cannot'),
    new TypeError('a mistake of ours'),
  ])('does not follow %p', async (failure) => {
    expect(await tries(failure)).toEqual({ count: 1, end: failure })
  })

  it('does not follow Ctrl-C, also while it waits', async () => {
    const stop = new AbortController()
    const attempts = withRetries(() => Promise.reject(new AppError('STORAGE_UNAVAILABLE', 'x')), {
      signal: stop.signal,
      onRetry: () => stop.abort(),
    })

    await expect(attempts).rejects.toMatchObject({ code: 'CANCELLED' })
  })
})

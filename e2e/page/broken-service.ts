import type { Page } from 'playwright-core'

/** What goes wrong with a call of the page to the service. */
export type ServiceFault =
  /** The service has done what it was asked for, and nobody hears of it. */
  | 'lost-reply'
  /** Something in front of the service answers. */
  | { status: number; headers?: Record<string, string>; body?: string }

export interface BrokenService {
  /** How many calls have met the fault. */
  readonly met: number
}

/** Lets the first `times` calls of this route go wrong from now on; the service itself is well. */
export async function breakService(
  page: Page,
  { path, fault, times = 1 }: { path: string; fault: ServiceFault; times?: number },
): Promise<BrokenService> {
  let met = 0
  await page.route(`**${path}`, async (route) => {
    if (met === times) return route.fallback()
    met += 1
    if (fault !== 'lost-reply') return route.fulfill({ body: '', ...fault })
    await route.fetch()
    return route.abort('connectionreset')
  })
  return {
    get met() {
      return met
    },
  }
}

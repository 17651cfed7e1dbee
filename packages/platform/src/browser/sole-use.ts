import { AppError } from '@photolift/contracts'

/** A page that is loaded anew, or closed, lets go within a moment. */
const LETTING_GO_MS = 2_000

/**
 * Waits until no other page of this origin uses what is called so; from then on it is this page's, for as long as the page lives. Where
 * the browser cannot tell (Web Locks need HTTPS, Chromium 69, Safari 15.4, Firefox 96), every page believes to be alone.
 *
 * @throws AppError STORAGE_FULL where another page keeps it
 */
export async function soleUse(name: string): Promise<string> {
  // Older browsers know less than the types.
  const { locks } = navigator as { locks?: LockManager }
  if (locks === undefined) return name
  const waiting = new AbortController()
  setTimeout(() => waiting.abort(), LETTING_GO_MS)
  return new Promise((resolve, reject) => {
    const held = (): Promise<never> => {
      resolve(name)
      return new Promise(() => {})
    }
    locks
      .request(`photolift-${name}`, { signal: waiting.signal }, held)
      .catch((error) => reject(new AppError('STORAGE_FULL', `another page uses ${name}`, { cause: error })))
  })
}

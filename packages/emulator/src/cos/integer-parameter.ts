import { CosError } from './cos-error.js'
import type { Query } from './query.js'

/**
 * An integer parameter of a request.
 *
 * @returns `absent` when there is none; `max` where `max-keys` and its kind ask for more
 * @throws CosError InvalidArgument when it is no integer from `min` on
 */
export function integerParameter(
  query: Query,
  name: string,
  { min, max, absent }: { min: number; max: number; absent: number },
): number {
  const text = query.get(name)
  if (text === undefined || text === '') return absent
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < min)
    throw new CosError('InvalidArgument', `${name} must be an integer from ${min}`)
  return Math.min(value, max)
}

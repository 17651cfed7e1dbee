import type { ErrorLog } from '../state/error-log.js'

/** The language itself looks for these, when an object is awaited or turned into JSON. */
const LANGUAGE_PROBES = new Set(['then', 'toJSON'])

interface Options {
  /** What the app calls the object: `wx`, `wx.cloud`. */
  readonly name: string
  readonly members: Record<string, unknown>
  readonly errors: ErrorLog
  /** Members that this client lacks: they are undefined, as on it. */
  readonly lacking?: ReadonlySet<string>
}

/** An object of WeChat's: a member that the preview does not have throws when it is touched, and shows in the frame. */
export function withLoudMembers({ name: owner, members, errors, lacking = new Set() }: Options) {
  return new Proxy(members, {
    has: (target, name) => name in target && !lacking.has(String(name)),
    get(target, name) {
      if (typeof name === 'symbol' || LANGUAGE_PROBES.has(name) || lacking.has(name)) return undefined
      if (name in target) return target[name]
      const error = new Error(`${owner}.${name} is not in the preview`)
      errors.report(error)
      throw error
    },
  })
}

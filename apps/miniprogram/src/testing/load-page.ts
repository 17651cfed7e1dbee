import { jest } from '@jest/globals'

/** A page as WeChat runs it, for tests: what its WXML would show, and taps on it. */
export interface LoadedPage {
  data: Record<string, unknown>
  /** Calls a lifecycle method, such as `onLoad`. */
  run(lifecycle: string, argument?: unknown): unknown
  /** Calls the handler of an event on an element with these `data-*` values. */
  tap(handler: string, dataset?: Record<string, unknown>): unknown
  /** How often the page has called `setData`. */
  writeCount(): number
  /** Gives the page a method that WeChat would give it, such as `createSelectorQuery`. */
  provide(name: string, method: (...args: never[]) => unknown): void
  /** Calls the handler of an event that carries a detail, such as `change`. */
  event(handler: string, detail: unknown): unknown
}

type PageMember = (this: unknown, argument?: unknown) => unknown

/**
 * @param load imports the page's module, which calls `Page()`
 * @returns opens the page, each time with data of its own
 */
export async function loadPage(load: () => Promise<unknown>): Promise<() => LoadedPage> {
  const capture = jest.fn<(options: Record<string, unknown>) => void>()
  Object.assign(globalThis, { Page: capture })
  await load()
  const options = capture.mock.calls[0]?.[0]
  if (options === undefined) throw new Error('the module did not call Page()')
  return () => openPage(options)
}

function openPage(options: Record<string, unknown>): LoadedPage {
  const data = JSON.parse(JSON.stringify(options['data'] ?? {})) as Record<string, unknown>
  let writeCount = 0
  const page: Record<string, unknown> = {
    ...options,
    data,
    setData(changes: Record<string, unknown>, done?: () => void) {
      writeCount += 1
      for (const [path, value] of Object.entries(changes)) setAt(data, path, value)
      done?.()
    },
  }
  function call(name: string, argument?: unknown): unknown {
    const member = page[name]
    if (typeof member !== 'function') throw new Error(`the page has no ${name}`)
    return (member as PageMember).call(page, argument)
  }
  return {
    data,
    run: call,
    tap: (handler, dataset = {}) => call(handler, { currentTarget: { dataset } }),
    writeCount: () => writeCount,
    provide(name, method) {
      page[name] = method
    },
    event: (handler, detail) => call(handler, { detail }),
  }
}

/** Understands the paths that `setData` takes, such as `days[0].blocks[2].tiles`. */
function setAt(data: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.split(/[.[\]]+/).filter((key) => key !== '')
  const last = keys.pop()
  if (last === undefined) throw new Error('an empty path')
  const target = keys.reduce<Record<string, unknown>>((parent, key) => parent[key] as Record<string, unknown>, data)
  target[last] = value
}

import type { PageUrl } from '../framework/page-url.js'

/** How an app is told that it was opened. */
export interface LaunchOptions {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** 1001: from the list of recently used mini-programs. */
  readonly scene: number
  readonly referrerInfo: object
}

export function launchOptions({ route, query }: PageUrl): LaunchOptions {
  return { path: route, query, scene: 1001, referrerInfo: {} }
}

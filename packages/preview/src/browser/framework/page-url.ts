export interface PageUrl {
  /** The page's id, without a leading slash. */
  readonly route: string
  readonly query: Readonly<Record<string, string>>
}

/**
 * Reads an address such as `../photo/index?id=1`.
 *
 * Values of the query stay as they are written: WeChat leaves decoding to the page («unconfirmed»).
 *
 * @param from route of the page that a relative address starts from
 */
export function parsePageUrl(url: string, from = ''): PageUrl {
  const mark = url.indexOf('?')
  const [path, search] = mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)]
  const route = new URL(path, `preview:/${from}`).pathname.slice(1)
  const pairs = search.split('&').filter((pair) => pair !== '')
  return { route, query: Object.fromEntries(pairs.map(splitPair)) }
}

function splitPair(pair: string): [name: string, value: string] {
  const at = pair.indexOf('=')
  return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
}

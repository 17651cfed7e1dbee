import { CosError } from './cos-error.js'
import { urlDecode } from './url-encoding.js'

/**
 * The parameters of a request, decoded exactly once.
 * `+` is a plus and `;` needs no encoding: the SDKs leave it raw. What COS makes of a `+` is «unconfirmed».
 */
export class Query {
  readonly #parameters: [name: string, value: string][]

  private constructor(parameters: [string, string][]) {
    this.#parameters = parameters
  }

  /** @throws CosError InvalidURI on a broken percent-encoding */
  static parse(rawQuery: string): Query {
    const parameters = rawQuery
      .split('&')
      .filter((pair) => pair !== '')
      .map(parsePair)
    return new Query(parameters)
  }

  /** The value of the first parameter of that name, `''` when it has none, undefined when there is no such parameter. */
  get(name: string): string | undefined {
    return this.#parameters.find(([candidate]) => candidate === name)?.[1]
  }

  has(name: string): boolean {
    return this.get(name) !== undefined
  }

  names(): string[] {
    return this.#parameters.map(([name]) => name)
  }

  entries(): readonly [name: string, value: string][] {
    return this.#parameters
  }
}

function parsePair(pair: string): [string, string] {
  const separator = pair.indexOf('=')
  const rawName = separator === -1 ? pair : pair.slice(0, separator)
  const rawValue = separator === -1 ? '' : pair.slice(separator + 1)
  const name = urlDecode(rawName)
  const value = urlDecode(rawValue)
  if (name === undefined || value === undefined) throw new CosError('InvalidURI', "Couldn't parse the specified URI.")
  return [name, value]
}

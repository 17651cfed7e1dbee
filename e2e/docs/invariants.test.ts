import { expect, it } from '@jest/globals'
import { documentAt, readText } from './documents.js'

/** `file`: describe › test */
const HOLDERS = [...documentAt('docs/INVARIANTS.md').text.matchAll(/^- `([^`]+)`: (.+)$/gm)].map(
  ([, file = '', names = '']) => ({ file, names: names.split(' › ') }),
)

it('each of the ten rules names a check', () => {
  const rules = documentAt('docs/INVARIANTS.md').text.split(/^## /m).slice(1)

  expect(rules.map((rule) => /^- `[^`]+`: /m.test(rule))).toEqual(Array.from({ length: 10 }, () => true))
})

it.each(HOLDERS)('$file has $names', ({ file, names }) => {
  const source = readText(file)

  const missing = names.filter((name) => !['"', "'", '`'].some((quote) => source.includes(quote + name + quote)))

  expect(missing).toEqual([])
})

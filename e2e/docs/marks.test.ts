import { globSync } from 'node:fs'
import { expect, it } from '@jest/globals'
import { repositoryFolder } from '@photolift/dev-stack'
import { documentAt, readText } from './documents.js'

const SIGN = { atMost: '≤', atLeast: '≥' }

it.each(['README.md', 'README.zh-CN.md'])('%s names the marks and targets of the benchmarks', (path) => {
  const told = [...documentAt(path).text.matchAll(/^\| `([\w-]+)` \| ([≤≥] [^|]+) \|/gm)]
    .map(([, name, target]) => `${name} ${target}`)
    .toSorted()

  expect(told).toEqual([...new Set(marksWithTargets())].toSorted())
})

/** As the benchmarks declare them: `{ name: 'a', unit: '×', target: { atMost: 3 } }`. */
function marksWithTargets(): string[] {
  const sources = globSync('bench/marks/*.ts', { cwd: repositoryFolder }).map(readText)
  const declared = /\{ name: '([\w-]+)', unit: '([^']+)', target: \{ (atMost|atLeast): ([\d.]+) \} \}/g
  return sources.flatMap((source) =>
    [...source.matchAll(declared)].map(
      ([, name, unit, bound, value]) => `${name} ${SIGN[bound as keyof typeof SIGN]} ${value} ${unit}`,
    ),
  )
}

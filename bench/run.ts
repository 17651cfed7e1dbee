import { parseArgs } from 'node:util'
import { type Benchmark, judge, type Mark, type MarkResult } from './benchmark.ts'
import { benchmarks } from './benchmarks.ts'

const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, only: { type: 'string', default: '' } },
})

const chosen = benchmarks.filter(({ marks }) => marks.some(({ name }) => name.includes(options.only)))
if (chosen.length === 0) {
  console.error(`No mark has "${options.only}" in its name.`)
  process.exit(2)
}

const results: MarkResult[] = []
for (const benchmark of chosen) results.push(...(await measure(benchmark)))
if (options.json) console.log(JSON.stringify(results, null, 2))
process.exitCode = results.every(({ pass }) => pass) ? 0 : 1

async function measure({ marks, run }: Benchmark): Promise<MarkResult[]> {
  console.error(`measuring ${marks.map(({ name }) => name).join(', ')} …`)
  const values = await run()
  return marks.map((mark) => {
    const result = judge(mark, values[mark.name])
    if (!options.json) console.log(row(mark, result))
    return result
  })
}

function row({ name, unit, target }: Mark, { value, pass }: MarkResult): string {
  const figure = `${value >= 100 ? value.toFixed(0) : value.toFixed(2)} ${unit}`
  if (target === null) return `     ${name.padEnd(36)} ${figure}`
  const bound = 'atMost' in target ? `≤ ${target.atMost}` : `≥ ${target.atLeast}`
  return `${pass ? 'ok  ' : 'MISS'} ${name.padEnd(36)} ${figure.padEnd(16)} ${bound} ${unit}`
}

import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { apps, DEFAULT_APP } from './app/all-apps.ts'
import { chosenCells } from './matrix/chosen-cells.ts'
import { COUNTERS, type Counters, isClean } from './matrix/counters.ts'
import { shrink, sumOf, type Tally } from './matrix/runs.ts'
import { isScenario, type Scenario } from './matrix/scenario.ts'
import { simulate } from './matrix/simulate.ts'
import { plants } from './plants/all-plants.ts'
import type { WorkerPlan } from './worker.ts'

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '60000' },
    seed: { type: 'string', default: '20261120' },
    json: { type: 'boolean', default: false },
    plant: { type: 'string' },
    app: { type: 'string', default: DEFAULT_APP },
    only: { type: 'string', default: '' },
    replay: { type: 'string' },
  },
})

const SHRUNK_FAILURES = 3
const SHRINK_WITHIN_MS = 20_000

const seed = wholeNumber('seed', options.seed)
const plant = options.plant === undefined ? undefined : plants.get(options.plant)
if (options.plant !== undefined && plant === undefined) {
  refuse(`There is no bug "${options.plant}" to plant; there are ${[...plants.keys()].join(', ')}.`)
}
const app = apps.get(options.app)
if (app === undefined) refuse(`There is no app "${options.app}"; there are ${[...apps.keys()].join(', ')}.`)
if (plant !== undefined && options.app !== DEFAULT_APP) refuse(`--plant goes with ${DEFAULT_APP} alone.`)

if (options.replay === undefined) await soak(wholeNumber('runs', options.runs))
else await replay(scenarioIn(options.replay))

async function soak(runs: number): Promise<void> {
  const chosen = { only: options.only, plant: options.plant }
  const { cells } = chosenCells(chosen)
  if (cells.length === 0) refuse(`No fault at a stage has "${options.only}" in its name.`)
  say(`${cells.length} cells (fault × stage), seed ${seed}`)

  const startedAt = performance.now()
  const workerCount = Math.min(availableParallelism(), runs)
  const tallies = await Promise.all(
    Array.from({ length: workerCount }, (_, from) =>
      inWorker({ seed, from, to: runs, step: workerCount, app: options.app, ...chosen }),
    ),
  )
  const tally = sumOf(tallies)
  const seconds = (performance.now() - startedAt) / 1_000

  for (const [index, { run, findings, scenario }] of tally.failures.entries()) {
    const isShrunk = index < SHRUNK_FAILURES
    const plan = { seed, from: 0, to: runs, ...chosenCells(chosen), plant, app }
    const smallest = isShrunk ? await shrink(run, plan, SHRINK_WITHIN_MS) : undefined
    say(`run ${run} ${scenario.strikes.map(({ fault, stage }) => `${fault}@${stage}`).join(', ')}: ${findings[0]}`)
    say(`  replay: ${replayLine(smallest ?? scenario)}`)
  }
  say(`${(runs / seconds).toFixed(0)} runs a second; in ${tally.unstruckRuns} a fault came too late to strike`)
  report(tally.runs, tally.counters)
}

async function replay(scenario: Scenario): Promise<void> {
  const { counters, findings, durationMs } = await simulate(scenario, { plant, ...app })
  for (const finding of findings) say(finding)
  say(`${(durationMs / 1_000).toFixed(1)} s of virtual time`)
  report(1, counters)
}

/** The last line is for machines, whatever else was said. */
function report(runs: number, counters: Counters): void {
  if (!options.json) for (const name of COUNTERS) console.log(`${name.padEnd(14)}${counters[name]}`)
  console.log(JSON.stringify({ runs, seed, ...counters }))
  process.exitCode = isClean(counters) ? 0 : 1
}

function inWorker(plan: WorkerPlan): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData: plan })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

function replayLine(scenario: Scenario): string {
  const planted = options.plant === undefined ? '' : ` --plant ${options.plant}`
  const chosenApp = options.app === DEFAULT_APP ? '' : ` --app ${options.app}`
  return `pnpm soak${chosenApp}${planted} --replay '${JSON.stringify(scenario)}'`
}

function say(line: string): void {
  console.error(line)
}

function scenarioIn(text: string): Scenario {
  try {
    const scenario: unknown = JSON.parse(text)
    if (isScenario(scenario)) return scenario
  } catch {
    // Not JSON; what is wrong is said below.
  }
  return refuse('--replay wants the text that a failing run has printed.')
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text)
  return Number.isSafeInteger(number) && number > 0
    ? number
    : refuse(`--${name} wants a whole number above 0, not "${text}".`)
}

function refuse(reason: string): never {
  console.error(reason)
  process.exit(2)
}

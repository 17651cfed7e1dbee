import { launchPhotolift } from '../app/photolift-app.ts'
import type { UploadApp } from '../app/upload-app.ts'
import { Bucket } from '../cloud/bucket.ts'
import { Service } from '../cloud/service.ts'
import { faults } from '../faults/all-faults.ts'
import { Line } from '../network/line.ts'
import { Phone, type PhotoFile } from '../phone/phone.ts'
import type { Plant } from '../plants/plant.ts'
import { Ledger } from '../simulation/ledger.ts'
import { seededRandom } from '../simulation/seeded-random.ts'
import { Strikes } from '../simulation/strikes.ts'
import { VirtualClock } from '../simulation/virtual-clock.ts'
import type { Person, World } from '../simulation/world.ts'
import type { Counters } from './counters.ts'
import { Judge } from './judge.ts'
import type { Scenario } from './scenario.ts'

export interface Outcome {
  counters: Counters
  /** Faults that found their place; where fewer than were meant, the run ended before. */
  struckCount: number
  /** How long it took in the world. */
  durationMs: number
  /** How long the app left the world alone once its last fault was over; undefined where it needed nothing more of it. */
  idleAfterFaultsMs: number | undefined
  /** What went wrong, in words, where something did. */
  findings: string[]
}

export interface SimulateOptions {
  plant?: Plant | undefined
  launch?: (world: World, plant?: Plant) => UploadApp
  /** Default true; false for an app that sends every photo whole, whatever the scenario says. */
  sendsParts?: boolean
}

const LOOK_EVERY_MS = 500

/** A run that has not ended so long after its last fault never will. */
const LONGEST_MS = 600_000

/** What may still arrive when the screen says that all is done: a request that came twice, the confirmations of a former run. */
const AFTERMATH_MS = 6_000
const AFTERMATH_OF_A_KILL_MS = 45_000

/** A person tries again what has failed, where more than one thing goes wrong in a run. */
const RETRY_EVERY_LOOKS = 10

/** Runs a scenario from the pick to whatever end it takes. */
export async function simulate(scenario: Scenario, options: SimulateOptions = {}): Promise<Outcome> {
  const { plant, launch = launchPhotolift, sendsParts = true } = options
  const { partBytes: _, ...whole } = scenario
  const { world, judge, strikes, start } = createWorld(sendsParts ? scenario : whole, (w) => launch(w, plant))
  const { clock, ledger, person } = world
  const startedAt = clock.now()
  const isSingle = scenario.strikes.length === 1
  let looks = 0
  let quietSince: number | undefined
  let isOver = false

  function look(): void {
    judge.look()
    looks += 1
    if (!isSingle && looks % RETRY_EVERY_LOOKS === 0 && !world.phone.run.isOver) person.app.retryFailed()
    const now = clock.now()
    const isQuiet = judge.isSettled() && now >= ledger.faultsEndAt
    quietSince = isQuiet ? (quietSince ?? now) : undefined
    const aftermathMs = judge.wasKilled ? AFTERMATH_OF_A_KILL_MS : AFTERMATH_MS
    isOver = (quietSince !== undefined && now - quietSince >= aftermathMs) || now - ledger.faultsEndAt >= LONGEST_MS
    if (!isOver) clock.schedule(LOOK_EVERY_MS, look)
  }

  start()
  clock.schedule(LOOK_EVERY_MS, look)
  await clock.run(() => isOver)
  return {
    ...judge.verdict({ isSingle }),
    struckCount: strikes.struckCount,
    durationMs: clock.now() - startedAt,
    idleAfterFaultsMs: ledger.idleAfterFaultsMs,
  }
}

/** The world of a scenario, in which a person is about to pick its photos. */
export function createWorld(scenario: Scenario, launch: (world: World) => UploadApp) {
  const clock = new VirtualClock()
  const bucket = new Bucket(clock)
  const service = new Service(clock, bucket, scenario.partBytes)
  const phone = new Phone(clock, scenario.habits)
  const picked = scenario.photoBytes.map((byteLength, index) => fileOf(index, byteLength))
  for (const file of picked) phone.files.set(file.path, file)

  const strikes: Strikes = new Strikes(() => world, { strikes: scenario.strikes, photoCount: picked.length }, faults)
  const world: World = {
    clock,
    phone,
    bucket,
    service,
    random: seededRandom(scenario.seed),
    line: new Line(clock, scenario),
    ledger: new Ledger(clock),
    passages: strikes,
    get person() {
      return person
    },
    retryAfterUntil: Number.NEGATIVE_INFINITY,
  }
  strikes.prepare()
  const judge = new Judge(world, picked)
  const person = createPerson(world, () => {
    const app = launch(world)
    judge.watch(app)
    return app
  })
  return { world, judge, strikes, start: () => person.app.add(picked.map(({ path }) => path)) }
}

function createPerson(world: World, open: () => UploadApp): Person {
  let app = open()
  let hasPaused = false
  let wantsWifi = false
  return {
    get app() {
      return app
    },
    get hasPaused() {
      return hasPaused
    },
    get wantsWifi() {
      return wantsWifi
    },
    answerMobileData(answer) {
      wantsWifi = answer === 'wait-for-wifi'
      if (!world.phone.run.isOver) app.answerMobileData?.(answer)
    },
    pause() {
      hasPaused = true
      if (!world.phone.run.isOver) app.pause()
    },
    resume() {
      hasPaused = false
      if (!world.phone.run.isOver) app.resume()
    },
    relaunch() {
      if (!world.phone.run.isOver) return
      world.phone.start()
      world.line.closeIdleConnections()
      hasPaused = false
      app = open()
    },
  }
}

function fileOf(index: number, byteLength: number): PhotoFile {
  return { path: `wxfile://tmp/${index}.jpg`, byteLength, md5: String(index).padStart(32, 'a') }
}

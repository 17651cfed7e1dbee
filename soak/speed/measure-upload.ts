import { launchPhotolift } from '../app/photolift-app.ts'
import type { UploadApp } from '../app/upload-app.ts'
import { createWorld } from '../matrix/simulate.ts'
import type { World } from '../simulation/world.ts'

/** Photos that are picked the moment the app is opened, over a line with slow start on which nothing goes wrong. */
export interface UploadPlan {
  /** Of each photo, in picked order. */
  photoBytes: readonly number[]
  bytesPerSecond: number
  roundTripMs: number
}

export interface UploadMeasures {
  /** From launch and pick to the answer to the last call, login and confirm included. */
  makespanMs: number
  /** From launch and pick to the first byte of a photo on the line. */
  firstByteMs: number
  /** `wx.request` and `wx.uploadFile` in all. */
  requestCount: number
  /** Photo bytes on the line. */
  carriedBytes: number
  /** Photos that were under way at once, at most. */
  mostTransfers: number
}

const HABITS = { givesErrno: true, tellsShowFirst: true, clockErrorMs: 0 }

const LOOK_EVERY_MS = 50

/** Virtual time: the same plan gives the same figures, to the byte and the millisecond. @throws Error where a photo is not stored */
export async function measureUpload(
  { photoBytes, ...pace }: UploadPlan,
  launch: (world: World) => UploadApp = launchPhotolift,
): Promise<UploadMeasures> {
  const scenario = { ...pace, photoBytes: [...photoBytes], slowStart: true, habits: HABITS, strikes: [], seed: 1 }
  const { world, judge, start } = createWorld(scenario, launch)
  const { clock, ledger, line } = world
  const launchedAt = clock.now()
  let mostTransfers = 0
  let isOver = false

  function look(): void {
    mostTransfers = Math.max(mostTransfers, [...line.openCalls].filter(({ kind }) => kind === 'transfer').length)
    isOver = judge.isSettled() && line.openCalls.size === 0
    if (!isOver) clock.schedule(LOOK_EVERY_MS, look)
  }

  start()
  clock.schedule(LOOK_EVERY_MS, look)
  await clock.run(() => isOver)
  const { findings } = judge.verdict({ isSingle: true })
  if (findings.length > 0) throw new Error(`The upload went wrong: ${findings.join('; ')}`)
  return {
    makespanMs: ledger.lastHeardAt - launchedAt,
    firstByteMs: (ledger.firstByteAt ?? Number.NaN) - launchedAt,
    requestCount: ledger.callCount,
    carriedBytes: Math.round(line.uplink.carriedBytes),
    mostTransfers,
  }
}

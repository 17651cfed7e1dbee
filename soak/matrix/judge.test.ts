import { describe, expect, it } from '@jest/globals'
import type { Screen, ShownPhoto } from '../app/upload-app.ts'
import type { World } from '../simulation/world.ts'
import { COUNTERS } from './counters.ts'
import { scenarioOf } from './runs.ts'
import type { Cell, Scenario } from './scenario.ts'
import { simulate } from './simulate.ts'

/** An app that only shows: the test says what. */
type Show = (paths: readonly string[], screen: (screen: Screen) => void, world: World) => void

const NOTHING_HAPPENS: Cell = { fault: 'storage-full', stage: 'authorize' }

describe('the judge', () => {
  it('calls a run hung whose app stands still for over 20 s', async () => {
    expect(await counted((paths, screen) => screen(all(paths, 'under-way')))).toEqual({ hung: 1 })
  })

  it('calls no run hung that changes now and then, as long as it ends', async () => {
    const lively: Show = (paths, screen, { clock }) => {
      const ends = clock.now() + 100_000
      const change = (): void => {
        const isOver = clock.now() >= ends
        screen(all(paths, isOver ? 'given-up' : 'under-way', String(clock.now())))
        if (!isOver) clock.schedule(19_000, change)
      }
      change()
    }

    expect(await counted(lively)).toEqual({ lost: 20 })
  })

  it.each([
    ['offline', 'authorize'],
    ['background', 'authorize'],
    ['paused-and-resumed', 'authorize'],
    ['http-429-with-retry-after', 'authorize'],
  ] as const)('excuses that nothing changes under %s', async (fault, stage) => {
    const { strike } = hardest({ fault, stage })
    // The app asks for one grant, so that the fault has something to strike, and stands still until it is over.
    const patient: Show = (paths, screen, world) => {
      screen(all(paths, 'under-way'))
      askForGrants(world)
      world.clock.schedule(strike + 19_000, () => screen(all(paths, 'given-up')))
    }

    expect(await counted(patient, { fault, stage })).toEqual({ lost: 20 })
  })

  it('counts what the screen has given up or forgotten as lost', async () => {
    expect(await counted((paths, screen) => screen(all(paths, 'given-up')))).toEqual({ lost: 20 })
    expect(await counted((_, screen) => screen({ photos: [], percent: 0 }))).toEqual({ lost: 20 })
  })

  it.each([
    ['refused PHOTO_UNREADABLE', 0],
    ['refused TASK_CONFLICT', 20],
  ])('of photos whose files a kill took, and that are now %s, counts %i as lost', async (state, lost) => {
    const picked: string[] = []
    const { counters } = await simulate(hardest({ fault: 'killed', stage: 'authorize' }).scenario, {
      launch: (world) => ({
        add(paths) {
          picked.push(...paths)
          askForGrants(world)
        },
        show: (screen) => screen(all(picked, 'given-up', state)),
        pause() {},
        resume() {},
        retryFailed() {},
      }),
    })

    expect(counters.lost).toBe(lost)
  })

  it('counts what is said to be stored, and is not, once', async () => {
    const lying: Show = (paths, screen) => {
      screen(all(paths, 'done', 'ready', 'photo-0'))
      screen(all(paths, 'done', 'still ready', 'photo-0'))
    }

    expect(await counted(lying)).toEqual({ lost: 20, falseSuccess: 20 })
  })

  it('counts 100 % of all where not all are stored', async () => {
    const early: Show = (paths, screen) => {
      screen({ ...all(paths, 'under-way'), percent: 100 })
      screen(all(paths, 'given-up'))
    }

    expect(await counted(early)).toEqual({ lost: 20, falseSuccess: 1 })
  })

  it('counts a screen in another order', async () => {
    const mixed: Show = (paths, screen) => screen(all([...paths].reverse(), 'given-up'))

    expect(await counted(mixed)).toEqual({ lost: 20, reordered: 1 })
  })
})

async function counted(show: Show, cell: Cell = NOTHING_HAPPENS): Promise<Record<string, number>> {
  const { counters } = await simulate(hardest(cell).scenario, {
    launch: (world) => {
      let tell: ((screen: Screen) => void) | undefined
      return {
        add: (paths) => show(paths, (screen) => tell?.(screen), world),
        show(screen) {
          tell = screen
        },
        pause() {},
        resume() {},
        retryFailed() {},
      }
    },
  })
  return Object.fromEntries(COUNTERS.filter((name) => counters[name] > 0).map((name) => [name, counters[name]]))
}

/** A run of a cell, struck with half the force, and how long that lasts. */
function hardest(cell: Cell): { scenario: Scenario; strike: number } {
  const scenario = scenarioOf(0, { seed: 8, from: 0, to: 1, cells: [cell], others: [] })
  const lastsMs: Record<string, number> = {
    offline: 30_500,
    background: 65_500,
    'paused-and-resumed': 20_100,
    'http-429-with-retry-after': 16_000,
  }
  const [first] = scenario.strikes
  const strikes = first === undefined ? [] : [{ ...first, nth: 0, share: 0, force: 0.5 }]
  return { scenario: { ...scenario, strikes }, strike: lastsMs[cell.fault] ?? 0 }
}

function askForGrants({ passages, phone, line }: World): void {
  passages.onRequest('authorize', {
    kind: 'authorize',
    api: 'request',
    photoBytes: 0,
    about: [],
    ended: false,
    fail() {},
    answerWith() {},
    hang() {},
    goSilent() {},
    pauseFor() {},
    tellFailed() {},
    thenTell() {},
    whenProcessed() {},
    arriveAgainAfter() {},
  })
  if (phone.run.isOver || line.openCalls.size > 0) throw new Error('a bare world was expected')
}

function all(
  paths: readonly string[],
  progress: ShownPhoto['progress'],
  state: string = progress,
  photoId?: string,
): Screen {
  const photos = paths.map((path) => ({ path, progress, state, ...(photoId === undefined ? {} : { photoId }) }))
  return { photos, percent: 0 }
}

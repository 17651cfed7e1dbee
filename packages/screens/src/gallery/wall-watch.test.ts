import { describe, expect, it } from '@jest/globals'
import { FakeClock } from '@photolift/platform/testing'
import { createWallWatch, type WallMeasure, type WallReach, wallReach } from './wall-watch.js'

const block = (blockId: string, top: number, bottom: number) => ({ blockId, top, bottom })

describe('what is near a window 800 px high', () => {
  it('goes two windows up and two windows down', () => {
    const wall: WallMeasure = {
      blocks: [
        block('far above', -3000, -1601),
        block('above', -3000, -1600),
        block('seen', 0, 500),
        block('below', 2400, 3000),
        block('far below', 2401, 3000),
      ],
      footTop: 3000,
    }

    expect(wallReach(wall, 800)).toEqual({ blockIds: new Set(['above', 'seen', 'below']), foot: false })
  })

  it('has the foot where the end comes within two windows', () => {
    expect(wallReach({ blocks: [], footTop: 2400 }, 800).foot).toBe(true)
    expect(wallReach({ blocks: [], footTop: undefined }, 800).foot).toBe(false)
  })
})

describe('the watch', () => {
  function watchOf() {
    const clock = new FakeClock('2026-11-20T08:00:00Z')
    const reaches: WallReach[] = []
    let measureCount = 0
    const watch = createWallWatch({
      clock,
      measure: async () => {
        measureCount += 1
        return { blocks: [block('seen', 0, 500)], footTop: 500 }
      },
      windowHeight: () => 800,
      onReach: (reach) => reaches.push(reach),
    })
    return { clock, reaches, watch, measureCount: () => measureCount }
  }

  it('measures at once when the wall changes', async () => {
    const { watch, reaches } = watchOf()

    watch.changed()
    await Promise.resolve()

    expect(reaches).toEqual([{ blockIds: new Set(['seen']), foot: true }])
  })

  it('measures five times a second at most while the person scrolls', async () => {
    const { clock, watch, measureCount } = watchOf()

    for (let frame = 0; frame < 60; frame += 1) {
      watch.scrolled()
      await clock.advance(1000 / 60)
    }

    expect(measureCount()).toBeGreaterThanOrEqual(4)
    expect(measureCount()).toBeLessThanOrEqual(5)
  })

  it('says nothing once it is stopped', async () => {
    const { clock, watch, reaches } = watchOf()
    watch.changed()
    watch.scrolled()

    watch.stop()
    await clock.advance(1000)

    expect(reaches).toEqual([])
  })
})

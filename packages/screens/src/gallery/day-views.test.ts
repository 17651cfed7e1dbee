import { describe, expect, it } from '@jest/globals'
import { fakePick } from '../testing/fake-photo.js'
import { type DayViewState, type DayWords, toDayViews } from './day-views.js'
import type { PhotoListSnapshot } from './photo-list.js'

const at = (day: number, hour = 9) => new Date(2026, 10, day, hour).toISOString()
const TODAY = fakePick('new', at(20), 2)
const YESTERDAY = fakePick('old', at(19), 5)

const WORDS: DayWords = {
  day: (date) => `day ${date.getDate()}`,
  count: (count) => `${count} photos`,
  selectDay: (day) => `select ${day}`,
  photo: (place, day) => `photo ${place}, ${day}`,
  photoBroken: (place, day) => `photo ${place}, ${day}, broken`,
}

function listOf(fields: Partial<PhotoListSnapshot> = {}): PhotoListSnapshot {
  return { photos: [...TODAY, ...YESTERDAY], loaded: true, complete: true, errorCode: null, ...fields }
}

function stateOf(fields: Partial<DayViewState> = {}): DayViewState {
  return {
    list: listOf(),
    layout: { columns: 3, tilePx: 100, blockLength: 3 },
    selectedIds: new Set(),
    isNear: () => true,
    pictureState: () => ({ phase: 'shown', attempt: 0 }),
    ...fields,
  }
}

describe('days', () => {
  it('have a title and a count, and photos in blocks of whole rows', () => {
    const [today, yesterday] = toDayViews(stateOf(), WORDS)

    expect(today).toMatchObject({
      dayKey: '2026-11-20',
      title: 'day 20',
      count: '2 photos',
      selectLabel: 'select day 20',
    })
    expect(yesterday?.blocks.map((block) => [block.blockId, block.tiles.length, block.heightPx])).toEqual([
      ['2026-11-19/0', 3, 100],
      ['2026-11-19/1', 2, 100],
    ])
  })

  it('number their photos from 1, over blocks', () => {
    const [, yesterday] = toDayViews(stateOf(), WORDS)

    expect(yesterday?.blocks[1]?.tiles.map((tile) => tile.label)).toEqual(['photo 4, day 19', 'photo 5, day 19'])
  })

  it('do not claim a count while the next page may add to it', () => {
    const [today, yesterday] = toDayViews(stateOf({ list: listOf({ complete: false }) }), WORDS)

    expect(today?.count).toBe('2 photos')
    expect(yesterday?.count).toBe('')
  })

  it('are selected when all their photos are', () => {
    const [today, yesterday] = toDayViews(stateOf({ selectedIds: new Set(['new-0', 'new-1', 'old-0']) }), WORDS)

    expect([today?.allSelected, yesterday?.allSelected]).toEqual([true, false])
    expect(yesterday?.blocks[0]?.tiles.map((tile) => tile.selected)).toEqual([true, false, false])
  })

  it('cost nothing but a height where they are far from the window', () => {
    const days = toDayViews(stateOf({ isNear: (_, ordinal) => ordinal === 1 }), WORDS)

    const tileCounts = days.flatMap((day) => day.blocks.map((block) => block.tiles.length))
    expect(tileCounts).toEqual([0, 3, 0])
    expect(days[0]?.blocks[0]?.heightPx).toBe(100)
  })
})

describe('a picture that does not load', () => {
  it('shows nothing while its link is renewed', () => {
    const [today] = toDayViews(stateOf({ pictureState: () => ({ phase: 'renewing', attempt: 0 }) }), WORDS)

    expect(today?.blocks[0]?.tiles[0]).toMatchObject({ src: '', broken: false, label: 'photo 1, day 20' })
  })

  it('says so when it is broken', () => {
    const [today] = toDayViews(stateOf({ pictureState: () => ({ phase: 'broken', attempt: 1 }) }), WORDS)

    expect(today?.blocks[0]?.tiles[0]).toMatchObject({ src: '', broken: true, label: 'photo 1, day 20, broken' })
  })
})

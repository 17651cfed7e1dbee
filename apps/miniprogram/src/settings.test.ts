import { describe, expect, it } from '@jest/globals'
import { MemoryStore } from '@photolift/platform/testing'
import { createSettingsStore, DEFAULT_SETTINGS, type Settings } from './settings.js'

describe('the settings', () => {
  it('hold at once and after the next start', async () => {
    const store = new MemoryStore()
    const settings = createSettingsStore(store)

    const kept = settings.set({ arrangeFirst: true })
    expect(settings.get()).toEqual({ arrangeFirst: true, quality: 'compressed' })
    await kept
    const afterRestart = createSettingsStore(store)
    await afterRestart.load()

    expect(afterRestart.get()).toEqual({ arrangeFirst: true, quality: 'compressed' })
  })

  it('tell who listens, until they stop', async () => {
    const settings = createSettingsStore(new MemoryStore())
    const seen: Settings[] = []
    const stop = settings.onChange((each) => seen.push(each))

    await settings.set({ quality: 'original' })
    stop()
    await settings.set({ quality: 'compressed' })

    expect(seen).toEqual([{ arrangeFirst: false, quality: 'original' }])
  })

  it.each(['{"quality":', 'null', '"text"', '{"quality":"huge","arrangeFirst":"yes"}'])(
    'are the defaults where %s was kept',
    async (text) => {
      const store = new MemoryStore()
      await store.set('settings', text)
      const settings = createSettingsStore(store)

      await settings.load()

      expect(settings.get()).toEqual(DEFAULT_SETTINGS)
    },
  )
})

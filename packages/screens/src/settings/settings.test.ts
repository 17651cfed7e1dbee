import { describe, expect, it } from '@jest/globals'
import { MemoryStore } from '@photolift/platform/testing'
import { createSettingsStore, DEFAULT_SETTINGS, type Settings } from './settings.js'

describe('the settings', () => {
  it('hold at once and after the next start', async () => {
    const store = new MemoryStore()
    const settings = createSettingsStore(store)

    const kept = settings.set({ arrangeFirst: true })
    expect(settings.get()).toEqual({ ...DEFAULT_SETTINGS, arrangeFirst: true })
    await kept
    const afterRestart = createSettingsStore(store)
    await afterRestart.load()

    expect(afterRestart.get()).toEqual({ ...DEFAULT_SETTINGS, arrangeFirst: true })
  })

  it('tell who listens, until they stop', async () => {
    const settings = createSettingsStore(new MemoryStore())
    const seen: Settings[] = []
    const stop = settings.onChange((each) => seen.push(each))

    await settings.set({ quality: 'original' })
    stop()
    await settings.set({ quality: 'compressed' })

    expect(seen).toEqual([{ ...DEFAULT_SETTINGS, quality: 'original' }])
  })

  it('are the defaults where nothing can be kept', async () => {
    const denied = async () => Promise.reject(new Error('denied'))
    const settings = createSettingsStore({ get: denied, set: denied, remove: denied })

    await settings.load()

    expect(settings.get()).toEqual(DEFAULT_SETTINGS)
  })

  it('keep every choice', async () => {
    const store = new MemoryStore()
    const chosen: Settings = { arrangeFirst: true, quality: 'original', metadata: 'strip-all', mobileData: 'use' }
    await createSettingsStore(store).set(chosen)
    const afterRestart = createSettingsStore(store)

    await afterRestart.load()

    expect(afterRestart.get()).toEqual(chosen)
  })

  it('take photos without the place where they were taken, unless told otherwise', () => {
    expect(DEFAULT_SETTINGS).toEqual({
      arrangeFirst: false,
      quality: 'compressed',
      metadata: 'strip-location',
      mobileData: 'ask',
    })
  })

  it.each(['{"quality":', 'null', '"text"', '{"quality":"huge","arrangeFirst":"yes","metadata":1}'])(
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

import { beforeEach, describe, expect, it } from '@jest/globals'
import { MemoryStore } from '@photolift/platform/testing'
import { FakeUploader } from '../testing/fake-uploader.js'
import { createSettingsStore, type SettingsStore } from './settings.js'
import { useMobileData } from './use-mobile-data.js'

const QUESTION = { kind: 'mobile-data', photoCount: 6, bytesLeft: 14_500_000 } as const

describe('mobile data', () => {
  let uploader: FakeUploader
  let settings: SettingsStore

  beforeEach(() => {
    uploader = new FakeUploader()
    settings = createSettingsStore(new MemoryStore())
    useMobileData({ uploader, settings })
  })

  it('waits for an answer as long as the person wants to be asked', () => {
    uploader.show({ question: QUESTION })

    expect(uploader.calls).toEqual([])
  })

  it('is used without a question where the person has said so', async () => {
    await settings.set({ mobileData: 'use' })

    uploader.show({ question: QUESTION })

    expect(uploader.calls).toEqual(['continue'])
  })

  it.each([{ question: QUESTION }, { waitingFor: 'wifi' as const }])(
    'is used from the moment the person says so, with %j',
    async (about) => {
      uploader.show(about)

      await settings.set({ mobileData: 'use' })

      expect(uploader.calls).toEqual(['continue'])
    },
  )
})

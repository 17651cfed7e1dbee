import { describe, expect, it } from '@jest/globals'
import type { Lifecycle, Network } from '../src/index.js'

/** A platform under test, whose outside the test moves. */
export interface SurroundingsSubject {
  network: Network
  lifecycle: Lifecycle
  goOffline(): Promise<void>
  goOnline(): Promise<void>
  hide(): Promise<void>
  show(): Promise<void>
}

/** What every Network and Lifecycle promise that can change at all. */
export function describeSurroundings(subject: () => SurroundingsSubject): void {
  describe('the network', () => {
    it('is there until the platform says that it went, and again once it is back', async () => {
      const { network, goOffline, goOnline } = subject()
      const told: boolean[] = []
      const stop = network.onChange((online) => told.push(online))
      expect(network.isOnline()).toBe(true)

      await goOffline()
      expect(network.isOnline()).toBe(false)
      await goOnline()
      expect(network.isOnline()).toBe(true)
      stop()
      await goOffline()
      await goOnline()

      expect(told).toEqual([false, true])
    })
  })

  describe('the network, for two listeners that are one function', () => {
    it('stops one without the other', async () => {
      const { network, goOffline, goOnline } = subject()
      let heard = 0
      const listener = () => {
        heard += 1
      }
      const stopFirst = network.onChange(listener)
      const stopSecond = network.onChange(listener)

      stopFirst()
      await goOffline()
      stopSecond()
      await goOnline()

      expect(heard).toBe(1)
    })
  })

  describe('the lifecycle', () => {
    it('tells when the app is hidden and shown, until nobody listens', async () => {
      const { lifecycle, hide, show } = subject()
      const told: string[] = []
      const stops = [lifecycle.onHide(() => told.push('hide')), lifecycle.onShow(() => told.push('show'))]

      await hide()
      await show()
      for (const stop of stops) stop()
      await hide()
      await show()

      expect(told).toEqual(['hide', 'show'])
    })

    it('stops one listener without the others', async () => {
      const { lifecycle, hide, show } = subject()
      let heard = 0
      const listener = () => {
        heard += 1
      }
      const stopFirst = lifecycle.onHide(listener)
      const stopSecond = lifecycle.onHide(listener)

      stopFirst()
      await hide()
      await show()
      stopSecond()

      expect(heard).toBe(1)
    })
  })
}

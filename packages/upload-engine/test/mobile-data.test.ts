import { describe, expect, it } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import { type EngineWorld, engineWorld, leaveOpen, pickedPhotos } from './engine-world.js'

describe('when Wi-Fi gives way to mobile data', () => {
  it('the person is asked, and what has not begun waits; what is under way is left to the platform', async () => {
    const { uploader, network, http, clock, states, transfer } = await uploadingWorld()
    transfer(0).progress(600)

    network.useMobileData()
    await clock.advance(1_000)
    transfer(1).answer({ status: 204 })
    transfer(2).fail(new AppError('NETWORK_LOST', ''))
    await clock.advance(10_000)

    expect(states()).toEqual(['uploading', 'ready', 'waiting', 'waiting', 'waiting'])
    expect(http.transfers).toHaveLength(3)
    expect(uploader.snapshot()).toMatchObject({
      question: { kind: 'mobile-data', photoCount: 4, bytesLeft: 3_400 },
      waitingFor: null,
    })
  })

  it('goes on at once over mobile data where the person says so, and asks no second time', async () => {
    const { uploader, network, clock, states } = await uploadingWorld()
    network.useMobileData()
    await clock.advance(10_000)

    uploader.answerMobileData('continue')
    network.useWifi()
    network.useMobileData()
    await clock.advance(100)

    expect(uploader.snapshot().question).toBeNull()
    expect(states()).toEqual(['uploading', 'uploading', 'uploading', 'waiting', 'waiting'])
  })

  it('waits for Wi-Fi where the person says so, shows it, and goes on by itself', async () => {
    const { uploader, network, http, clock, states, transfer } = await uploadingWorld()
    network.useMobileData()
    uploader.answerMobileData('wait-for-wifi')
    for (const index of [0, 1, 2]) transfer(index).answer({ status: 204 })
    await clock.advance(600_000)
    expect(uploader.snapshot()).toMatchObject({ question: null, waitingFor: 'wifi', waitingUntil: null })
    expect(http.transfers).toHaveLength(3)

    network.useWifi()
    await clock.advance(100)

    expect(uploader.snapshot().waitingFor).toBeNull()
    expect(states().slice(3)).toEqual(['uploading', 'uploading'])
  })

  it('a wait for Wi-Fi that was chosen once holds the next time, and the person can still change it', async () => {
    const { uploader, network, http, clock, transfer } = await uploadingWorld()
    network.useMobileData()
    uploader.answerMobileData('wait-for-wifi')
    network.useWifi()
    network.goOffline()
    network.useMobileData()
    for (const index of [0, 1, 2]) transfer(index).answer({ status: 204 })
    await clock.advance(10_000)
    uploader.tryNow()
    await clock.advance(1_000)
    expect(uploader.snapshot()).toMatchObject({ question: null, waitingFor: 'wifi' })
    expect(http.transfers).toHaveLength(3)

    uploader.answerMobileData('continue')
    await clock.advance(100)

    expect(http.transfers).toHaveLength(5)
  })

  it('the question falls away when Wi-Fi is back or nothing is left', async () => {
    const { uploader, network } = await uploadingWorld()
    network.useMobileData()
    expect(uploader.snapshot().question).not.toBeNull()

    network.useWifi()
    expect(uploader.snapshot().question).toBeNull()
    network.useMobileData()
    expect(uploader.snapshot().question).not.toBeNull()
    uploader.cancel()

    expect(uploader.snapshot().question).toBeNull()
  })

  it('an answer holds for what is under way, over a pause too, and not for the next pick', async () => {
    const { uploader, network, clock, http } = await uploadingWorld()
    network.useMobileData()
    uploader.answerMobileData('wait-for-wifi')
    uploader.pause()
    uploader.resume()
    await clock.advance(10_000)
    expect(uploader.snapshot().waitingFor).toBe('wifi')

    uploader.cancel()
    uploader.add(pickedPhotos(1))
    await clock.advance(1_000)

    expect(uploader.snapshot().waitingFor).toBeNull()
    expect(http.transfers.at(-1)?.ended).toBe(false)
  })

  it.each<[string, (world: EngineWorld) => void]>([
    [
      'little is left',
      ({ uploader }) =>
        uploader
          .snapshot()
          .tasks.slice(2)
          .map(({ taskId }) => uploader.remove(taskId)),
    ],
    ['nothing is left', ({ uploader }) => uploader.cancel()],
  ])('nobody is asked where %s', async (_, happen) => {
    const world = await uploadingWorld()
    happen(world)

    world.network.useMobileData()

    expect(world.uploader.snapshot().question).toBeNull()
  })

  it('nobody is asked who began on mobile data', async () => {
    const { uploader, network, clock, states } = engineWorld({ onTransfer: leaveOpen, uploader: ASKING })
    network.useMobileData()
    uploader.add(pickedPhotos(2))
    await clock.advance(1_000)

    network.goOffline()
    network.goOnline()

    expect(uploader.snapshot().question).toBeNull()
    expect(states()).toEqual(['uploading', 'uploading'])
  })
})

const ASKING = { mobileDataAskBytes: 2_000 }

/** Five photos of 1 000 bytes, three of them being sent over Wi-Fi. */
async function uploadingWorld() {
  const world = engineWorld({ onTransfer: leaveOpen, uploader: ASKING })
  world.uploader.add(pickedPhotos(5))
  await world.clock.advance(1_000)
  return world
}

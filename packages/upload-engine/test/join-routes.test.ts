import { expect, it } from '@jest/globals'
import type { Photo } from '@photolift/contracts'
import {
  FakeClock,
  FakeHttpStack,
  FakeLifecycle,
  FakeNetwork,
  fakePhotoSource,
  MemoryStore,
} from '@photolift/platform/testing'
import { createUploader } from '../src/index.js'
import { createMediaRoute, joinRoutes } from '../src/media/index.js'

const photo: Photo = {
  photoId: 'photo-m',
  status: 'ready',
  pickId: 'pick',
  position: 0,
  name: null,
  byteLength: 2_000,
  contentType: 'image/jpeg',
  createdAt: '2026-11-20T08:00:00Z',
}

it('shows photos of both ways in one list, and drives each by its id', async () => {
  const { joined, clock } = world()
  joined.add([{ source: fakePhotoSource({ byteLength: 1_000 }), localUrl: 'blob:a' }], { hold: true })
  joined.add([{ handOver: async () => 'm', localUrl: '' }])

  await clock.advance(1_000)

  const { tasks, overall } = joined.snapshot()
  expect(tasks.map(({ state }) => state)).toEqual(['held', 'ready'])
  expect(overall).toMatchObject({ photoCount: 2, readyCount: 1, percent: 50, secondsLeft: null })
  await joined.remove(tasks[1]?.taskId ?? '')
  expect(joined.snapshot().tasks).toHaveLength(1)
})

it('never takes back what it has said while photos are added, and begins anew once all were stored', async () => {
  const { joined, clock } = world()
  const told: number[] = []
  joined.subscribe(({ overall }) => told.push(overall.percent))
  joined.add([{ handOver: async () => 'm', localUrl: '' }])
  await clock.advance(1_000)
  joined.add([{ handOver: () => new Promise(() => {}), localUrl: '' }])
  await clock.advance(1_000)

  expect(told).toContain(100)
  expect(joined.snapshot().overall.percent).toBe(50)
  joined.add([{ handOver: () => new Promise(() => {}), localUrl: '' }])
  await clock.advance(1_000)
  expect(joined.snapshot().overall.percent).toBe(50)
})

function world() {
  const clock = new FakeClock()
  const deps = { clock, network: new FakeNetwork(), lifecycle: new FakeLifecycle(), store: new MemoryStore() }
  const unused = async () => Promise.reject(new Error('nothing is sent directly here'))
  const direct = createUploader({
    ...deps,
    http: new FakeHttpStack({ onSend: unused }),
    service: { authorize: unused, parts: unused, confirm: unused, deletePhoto: async () => {}, limits: unused },
  })
  const media = createMediaRoute({
    ...deps,
    service: {
      ingest: async (_pickId, mediaIds) => ({
        ingests: mediaIds.map((mediaId) => ({ ingestId: mediaId, mediaId, state: 'ready', photo })),
      }),
      ingestState: unused,
      deletePhoto: async () => {},
    },
  })
  return { clock, joined: joinRoutes({ direct, media, clock }) }
}

import { AppError } from '@photolift/contracts'
import {
  BrowserPhotoSource,
  browserHttpStack,
  browserImageTools,
  browserLifecycle,
  browserNetwork,
  createIndexedKeptPhotos,
  createIndexedStore,
  createLocalStore,
  soleUse,
} from '../src/browser/index.js'
import {
  type CancelSource,
  createCancelSource,
  type FormPost,
  type HttpRequest,
  type HttpResponse,
  type KeptPhoto,
} from '../src/index.js'

/** The half of the browser harness that runs in the page: the adapter, with what cannot cross over kept under numbers. */
export interface PageHarness {
  send(
    callId: number,
    request: Omit<HttpRequest, 'signal' | 'body'>,
    body?: string | number[],
  ): Promise<Crossing<HttpResponse>>
  postForm(
    callId: number,
    form: Omit<FormPost, 'signal' | 'photo' | 'onProgress'>,
    photoId: number,
  ): Promise<Crossing<HttpResponse>>
  cancel(callId: number): void
  /** Opens the file that the page's input holds. */
  openPickedPhoto(photoId: number): number
  slice(photoId: number, start: number, end: number): Promise<Crossing<number[]>>
  md5(photoId: number): Promise<Crossing<string>>
  get(store: StoreName, key: string): Promise<string | undefined>
  set(store: StoreName, key: string, value: string): Promise<Crossing<void>>
  remove(store: StoreName, key: string): Promise<void>
  /** Keeps a picked photo, or bytes. */
  keep(name: string, photoId: number | number[], keptId: number): Promise<Crossing<Kept>>
  openKept(name: string, keptId: number): Promise<Kept | undefined>
  removeKept(name: string): Promise<void>
  listKept(): Promise<string[]>
  show(localUrl: string): Promise<number[]>
  /** From now on this database refuses, as Chromium does, what goes beyond so many bytes; its own limit is gigabytes. */
  leaveRoom(byteLength: number): void
  measure(photoId: number): Promise<{ width: number; height: number } | undefined>
  toJpeg(photoId: number, longSide: number | null, jpegId: number): Promise<number | undefined>
  soleUse(name: string): Promise<Crossing<string>>
  isOnline(): boolean
  listen(listenerId: number, to: 'network' | 'hide' | 'show'): void
  stopListening(listenerId: number): void
}

export type StoreName = 'local' | 'indexed'

export interface Kept {
  byteLength: number
  localUrl: string
}

/** AppErrors lose their class on the way out of a page, so they travel as values. */
export type Crossing<Value> = { value: Value } | { code: AppError['code']; message: string }

declare global {
  var pageHarness: PageHarness
  /** The other half, which Playwright puts in. */
  function tellProgress(callId: number, bytesSent: number): Promise<void>
  function tellListener(listenerId: number, value: boolean): Promise<void>
}

const calls = new Map<number, CancelSource>()
const photos = new Map<number, BrowserPhotoSource>()
const listeners = new Map<number, () => void>()
const stores = { local: createLocalStore('test.'), indexed: createIndexedStore('test-texts') }
const keptPhotos = createIndexedKeptPhotos('test-photos')

globalThis.pageHarness = {
  send: (callId, request, body) =>
    crossing(() =>
      browserHttpStack.send({
        ...request,
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body).buffer }),
        signal: signalOf(callId),
      }),
    ),
  postForm: (callId, form, photoId) =>
    crossing(() =>
      browserHttpStack.postForm({
        ...form,
        photo: photoOf(photoId),
        onProgress: (bytesSent) => void tellProgress(callId, bytesSent),
        signal: signalOf(callId),
      }),
    ),
  cancel(callId) {
    signalOf(callId)
    calls.get(callId)?.cancel()
  },
  openPickedPhoto(photoId) {
    const file = document.querySelector('input')?.files?.[0]
    if (file === undefined) throw new Error('no file was picked')
    const photo = new BrowserPhotoSource(file)
    photos.set(photoId, photo)
    return photo.byteLength
  },
  slice: (photoId, start, end) => crossing(async () => [...new Uint8Array(await photoOf(photoId).slice(start, end))]),
  md5: (photoId) => crossing(() => photoOf(photoId).md5()),
  get: (store, key) => stores[store].get(key),
  set: (store, key, value) => crossing(() => stores[store].set(key, value)),
  remove: (store, key) => stores[store].remove(key),
  keep: (name, photo, keptId) =>
    crossing(async () => {
      const kept = await (typeof photo === 'number'
        ? keptPhotos.keep(name, photoOf(photo))
        : keptPhotos.write(name, new Uint8Array(photo).buffer))
      return remember(kept, keptId)
    }),
  async openKept(name, keptId) {
    const kept = await keptPhotos.open(name)
    return kept && remember(kept, keptId)
  },
  removeKept: (name) => keptPhotos.remove(name),
  listKept: () => keptPhotos.list(),
  show: async (localUrl) => [...new Uint8Array(await (await fetch(localUrl)).arrayBuffer())],
  leaveRoom(byteLength) {
    let room = byteLength
    const put = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = function (value, key) {
      if (value instanceof Blob) room -= value.size
      if (room < 0) throw new DOMException('no room', 'QuotaExceededError')
      return put.call(this, value, key)
    }
  },
  measure: (photoId) => browserImageTools.measure(photoOf(photoId)),
  async toJpeg(photoId, longSide, jpegId) {
    const jpeg = await browserImageTools.toJpeg(photoOf(photoId), { longSide, quality: 80 })
    if (jpeg instanceof BrowserPhotoSource) photos.set(jpegId, jpeg)
    return jpeg?.byteLength
  },
  soleUse: (name) => crossing(() => soleUse(name)),
  isOnline: () => browserNetwork.isOnline(),
  listen(listenerId, to) {
    const stops = {
      network: () => browserNetwork.onChange((online) => void tellListener(listenerId, online)),
      hide: () => browserLifecycle.onHide(() => void tellListener(listenerId, true)),
      show: () => browserLifecycle.onShow(() => void tellListener(listenerId, true)),
    }
    listeners.set(listenerId, stops[to]())
  },
  stopListening: (listenerId) => listeners.get(listenerId)?.(),
}

function signalOf(callId: number) {
  const source = calls.get(callId) ?? createCancelSource()
  calls.set(callId, source)
  return source.signal
}

function remember({ source, localUrl }: KeptPhoto, keptId: number): Kept {
  if (source instanceof BrowserPhotoSource) photos.set(keptId, source)
  return { byteLength: source.byteLength, localUrl }
}

function photoOf(photoId: number): BrowserPhotoSource {
  const photo = photos.get(photoId)
  if (photo === undefined) throw new Error(`photo ${photoId} was never opened`)
  return photo
}

async function crossing<Value>(work: () => Promise<Value>): Promise<Crossing<Value>> {
  try {
    return { value: await work() }
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, message: error.message }
    throw error
  }
}

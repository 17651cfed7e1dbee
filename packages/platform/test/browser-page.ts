import { AppError } from '@photolift/contracts'
import {
  BrowserPhotoSource,
  browserHttpStack,
  browserLifecycle,
  browserNetwork,
  createLocalStore,
} from '../src/browser/index.js'
import {
  type CancelSource,
  createCancelSource,
  type FormPost,
  type HttpRequest,
  type HttpResponse,
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
  get(key: string): Promise<string | undefined>
  set(key: string, value: string): Promise<Crossing<void>>
  remove(key: string): Promise<void>
  isOnline(): boolean
  listen(listenerId: number, to: 'network' | 'hide' | 'show'): void
  stopListening(listenerId: number): void
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
const store = createLocalStore('test.')

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
  get: (key) => store.get(key),
  set: (key, value) => crossing(() => store.set(key, value)),
  remove: (key) => store.remove(key),
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

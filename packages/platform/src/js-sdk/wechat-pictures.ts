import { AppError, CONTENT_TYPE_PREFIX_BYTES, detectContentType } from '@photolift/contracts'
import type { Clock } from '../ports/clock.js'
import { askJsSdk } from './ask-js-sdk.js'
import type { JsSdkConnection } from './connect.js'
import { decodeLocalData, readLocalIds, type WechatPhone } from './wechat-phone.js'

export interface WechatPicturesDeps {
  connection: JsSdkConnection
  phone: WechatPhone
  clock: Clock
}

export interface ChooseOptions {
  /** 1 to 9; default 9, WeChat's own ceiling. */
  count?: number
  /** Default `original`; `compressed` lets WeChat make them smaller. */
  quality?: 'original' | 'compressed'
}

/** Pictures on the phone, as the JS-SDK reaches them. One call at a time, each with an end; every failure is an AppError. */
export interface WechatPictures {
  /**
   * Lets the person choose.
   * @returns localIds in the order of the taps; none where the person changed their mind, or has begun to choose anew
   * @throws AppError PICK_REFUSED, PICK_UNAVAILABLE, JS_SDK_REFUSED
   */
  choose(options?: ChooseOptions): Promise<string[]>
  /**
   * One picture's bytes, with the type that its first bytes tell.
   * @throws AppError PHOTO_UNREADABLE; PICK_UNAVAILABLE where this WeChat has no such call; NETWORK_TIMEOUT where it said nothing, and
   *   then at once for all others until it speaks
   */
  read(localId: string): Promise<Blob>
  /** Whether a read has had no answer yet, which makes all further ones impossible. */
  readonly isSilent: boolean
  /**
   * Gives one picture to WeChat's media store, which keeps it for three days.
   * @returns its media id
   */
  handOver(localId: string): Promise<string>
}

const CHOICE_MS = 600_000
const READ_MS = 20_000
const HAND_OVER_MS = 120_000
const MOST = 9

export function createWechatPictures({ connection, phone, clock }: WechatPicturesDeps): WechatPictures {
  const reads = oneAtATime()
  const handOvers = oneAtATime()
  let chosenAt = Number.NEGATIVE_INFINITY
  let silentRead: symbol | undefined
  let endEarlierChoice = (): void => {}

  async function choose({ count = MOST, quality = 'original' }: ChooseOptions = {}): Promise<string[]> {
    endEarlierChoice()
    const begunAnew = new Promise<string[]>((resolve) => {
      endEarlierChoice = () => resolve([])
    })
    const sdk = await connection.verified()
    const choice = askJsSdk<{ localIds?: unknown }>(
      { clock, withinMs: CHOICE_MS, otherwise: 'INTERNAL', silent: 'PICK_UNAVAILABLE' },
      (callbacks) =>
        sdk.chooseImage({
          ...callbacks,
          count: Math.min(MOST, Math.max(1, count)),
          sizeType: [quality],
          sourceType: ['album', 'camera'],
        }),
    ).then(({ localIds }) => readLocalIds(localIds), noneWhenCancelled)
    const localIds = await Promise.race([choice, begunAnew])
    chosenAt = clock.now()
    return localIds
  }

  async function read(localId: string): Promise<Blob> {
    // The library sends no further call before the one under way is answered, and its queue breaks without a global `wx`.
    if (silentRead !== undefined)
      throw new AppError('NETWORK_TIMEOUT', 'an earlier getLocalImgData has had no answer yet')
    const sdk = await connection.verified()
    const own = Symbol(localId)
    const answered = () => {
      if (silentRead === own) silentRead = undefined
    }
    silentRead = own
    try {
      const { localData } = await askJsSdk<{ localData?: unknown }>(
        { clock, withinMs: READ_MS, otherwise: 'PHOTO_UNREADABLE', silent: 'NETWORK_TIMEOUT', onLate: answered },
        (callbacks) => sdk.getLocalImgData({ ...callbacks, localId }),
      )
      answered()
      return await toBlob(decodeLocalData(localData))
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'NETWORK_TIMEOUT')) answered()
      throw error
    }
  }

  async function handOver(localId: string): Promise<string> {
    const sdk = await connection.verified()
    await rest(chosenAt + phone.restAfterChoosingMs - clock.now())
    const { serverId } = await askJsSdk<{ serverId?: unknown }>(
      { clock, withinMs: HAND_OVER_MS, otherwise: 'WECHAT_UNAVAILABLE', silent: 'NETWORK_TIMEOUT' },
      (callbacks) => sdk.uploadImage({ ...callbacks, localId, isShowProgressTips: 0 }),
    )
    if (typeof serverId !== 'string' || serverId === '') throw new AppError('INTERNAL', 'uploadImage gave no serverId')
    return serverId
  }

  function rest(ms: number): Promise<void> {
    if (!(ms > 0)) return Promise.resolve()
    return new Promise((resolve) => {
      clock.schedule(ms, resolve)
    })
  }

  return {
    choose,
    read: (localId) => reads(() => read(localId)),
    get isSilent() {
      return silentRead !== undefined
    },
    handOver: (localId) => handOvers(() => handOver(localId)),
  }
}

function noneWhenCancelled(error: unknown): string[] {
  if (error instanceof AppError && error.code === 'CANCELLED') return []
  throw error
}

async function toBlob(pieces: Uint8Array<ArrayBuffer>[]): Promise<Blob> {
  const blob = new Blob(pieces)
  const prefix = new Uint8Array(await blob.slice(0, CONTENT_TYPE_PREFIX_BYTES).arrayBuffer())
  // What is no photo gets no type here and a refusal from the engine, which says so to the person.
  return blob.slice(0, blob.size, detectContentType(prefix) ?? '')
}

/** A failure does not stop what waits behind it. */
function oneAtATime(): <Value>(work: () => Promise<Value>) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const own = last.then(work)
    last = own.catch(() => {})
    return own
  }
}

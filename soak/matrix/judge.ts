import type { Screen, UploadApp } from '../app/upload-app.ts'
import type { PhotoRow } from '../cloud/service.ts'
import type { PhotoFile } from '../phone/phone.ts'
import type { World } from '../simulation/world.ts'
import { type Counters, noneCounted } from './counters.ts'

/** Nothing may stand still for longer, unless something excuses it. */
const HUNG_AFTER_MS = 20_000

/** One more than a re-authorize and a first wave; a wave that the app has given up may still be under way. */
const AUTHORIZES_AT_ONCE = 3

const WASTE = 1.1

/** What the screen says of a photo whose file is gone. */
const LOST_FILE = 'refused PHOTO_UNREADABLE'

const BLANK: Screen = { photos: [], percent: 0 }

/** Compares what the screen says with what the service has, all the time, and counts what may never happen. */
export class Judge {
  wasKilled = false
  readonly #world: World
  readonly #picked: readonly PhotoFile[]
  readonly #counters = noneCounted()
  readonly #findings: string[] = []
  readonly #falselyDone = new Set<string>()
  readonly #toldLost = new Set<string>()
  #app: UploadApp | undefined
  /** What the person sees: the app has to say so by itself. */
  #screen: Screen = BLANK
  #lastStates = ''
  #lastCarriedBytes = 0
  #lastChangeAt: number

  constructor(world: World, picked: readonly PhotoFile[]) {
    this.#world = world
    this.#picked = picked
    this.#lastChangeAt = world.clock.now()
  }

  /** From now on this is the app on the screen. */
  watch(app: UploadApp): void {
    if (this.#app !== undefined) this.wasKilled = true
    this.#app = app
    app.show((screen) => {
      if (this.#app !== app || this.#world.phone.run.isOver) return
      this.#screen = screen
      this.#checkScreen(screen)
    })
  }

  /** Whether anything changed since the last look, and whether something excuses that nothing did. */
  look(): void {
    const { clock, line } = this.#world
    const { photos, waiting } = this.#screen
    const states = [
      ...photos.map(({ state }) => state),
      ...(waiting === undefined ? [] : [`waits for ${waiting}`]),
    ].join()
    const { carriedBytes } = line.uplink
    const hasChanged = states !== this.#lastStates || carriedBytes !== this.#lastCarriedBytes
    this.#lastStates = states
    this.#lastCarriedBytes = carriedBytes
    if (hasChanged || this.#isExcused() || this.isSettled()) this.#lastChangeAt = clock.now()
    if (clock.now() - this.#lastChangeAt > HUNG_AFTER_MS) this.#hangs(`nothing changed for 20 s: ${states}`)
  }

  /** Whether the app wants nothing any more. */
  isSettled(): boolean {
    return !this.#world.phone.run.isOver && this.#screen.photos.every(({ progress }) => progress !== 'under-way')
  }

  verdict({ isSingle }: { isSingle: boolean }): { counters: Counters; findings: string[] } {
    this.#countPhotos()
    this.#checkOrder()
    this.#checkBytes(isSingle)
    const { mostAuthorizesAtOnce } = this.#world.ledger
    if (mostAuthorizesAtOnce > AUTHORIZES_AT_ONCE) {
      this.#finds('stormed', `${mostAuthorizesAtOnce} authorize calls under way together`)
    }
    return { counters: this.#counters, findings: this.#findings }
  }

  #isExcused(): boolean {
    const { clock, line, person, phone, retryAfterUntil } = this.#world
    const isUnwanted = person.hasPaused || (person.wantsWifi && line.isMobile)
    return !line.isUp || phone.run.isOver || phone.run.isHidden || isUnwanted || clock.now() < retryAfterUntil
  }

  #checkScreen({ photos, percent }: Screen): void {
    const { service } = this.#world
    for (const { path, progress, state, photoId } of photos) {
      if (state === LOST_FILE) this.#toldLost.add(path)
      if (progress !== 'done' || this.#falselyDone.has(path)) continue
      const row = photoId === undefined ? undefined : service.row(photoId)
      if (row?.status === 'ready' && row.storedMd5 === this.#fileAt(path)?.md5) continue
      this.#falselyDone.add(path)
      this.#finds('falseSuccess', `${path} is shown as stored, and is ${row?.status ?? 'unknown'}`)
    }
    if (percent === 100 && photos.some(({ progress }) => progress !== 'done') && !this.#falselyDone.has('100 %')) {
      this.#falselyDone.add('100 %')
      this.#finds('falseSuccess', '100 % of all, and not all are stored')
    }
  }

  #countPhotos(): void {
    for (const { path, md5 } of this.#picked) {
      const stored = this.#world.service.rows.filter((row) => row.status === 'ready' && row.storedMd5 === md5)
      if (stored.length > 1) this.#finds('doubled', `${path} is stored ${stored.length} times`)
      if (stored.length > 0) continue
      const photo = this.#screen.photos.find((entry) => entry.path === path)
      if (this.#isExcusablyLost(path)) continue
      if (photo?.progress === 'under-way') this.#hangs(`${path} is still ${photo.state}`)
      else this.#finds('lost', `${path} is ${photo?.state ?? 'forgotten'}, and not stored`)
    }
  }

  /**
   * Nobody can send what the phone has taken; but the person has to hear of it, unless there was no room for even that, or the app
   * was killed again before it could say so.
   */
  #isExcusablyLost(path: string): boolean {
    const { lostFiles, storageIsFull, killCount } = this.#world.phone
    return lostFiles.has(path) && (this.#toldLost.has(path) || storageIsFull || killCount > 1)
  }

  #checkOrder(): void {
    const inGallery = this.#world.service.gallery().map((row) => this.#placeOf(row))
    const onScreen = this.#screen.photos.map(({ path }) => this.#picked.findIndex((file) => file.path === path))
    if (!isRising(inGallery)) this.#finds('reordered', `the gallery has ${inGallery.join()}`)
    else if (!isRising(onScreen)) this.#finds('reordered', `the screen has ${onScreen.join()}`)
  }

  #checkBytes(isSingle: boolean): void {
    const { ledger, line } = this.#world
    const photoBytes = this.#picked.reduce((sum, { byteLength }) => sum + byteLength, 0)
    const bound = (photoBytes + ledger.bytesInFlightAtFaults) * WASTE
    const { carriedBytes } = line.uplink
    if (isSingle && carriedBytes > bound) {
      this.#finds('wasteful', `${Math.round(carriedBytes)} bytes were sent, and ${Math.round(bound)} would do`)
    }
  }

  /** Where the photo with these bytes was picked. */
  #placeOf({ storedMd5 }: PhotoRow): number {
    return this.#picked.findIndex(({ md5 }) => md5 === storedMd5)
  }

  #fileAt(path: string): PhotoFile | undefined {
    return this.#picked.find((file) => file.path === path)
  }

  /** A run hangs once, however often it stands still. */
  #hangs(finding: string): void {
    if (this.#counters.hung === 0) this.#finds('hung', finding)
  }

  #finds(name: keyof Counters, finding: string): void {
    this.#counters[name] += 1
    this.#findings.push(`${name}: ${finding}`)
  }
}

/** The same photo twice is another counter's finding. */
function isRising(places: readonly number[]): boolean {
  return places.every((place, index) => index === 0 || place >= (places[index - 1] ?? 0))
}

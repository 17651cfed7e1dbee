import type { Clock } from '@photolift/platform'
import type { VirtualClock } from '../simulation/virtual-clock.ts'

/** A photo's file. Its bytes are never there, only what tells them from others. */
export interface PhotoFile {
  readonly path: string
  readonly byteLength: number
  /** 32 hex digits. */
  readonly md5: string
}

/** Bytes that were read out of a photo's file. */
export interface PhotoSlice {
  /** Of the whole file. */
  readonly md5: string
  readonly start: number
  readonly byteLength: number
}

export interface PhoneHabits {
  /** Whether failures carry `errno`: not all clients give one. */
  givesErrno: boolean
  /** Whether the app hears that it is shown before it hears what fell due meanwhile, or after. */
  tellsShowFirst: boolean
  /** How wrong the phone's clock is. */
  clockErrorMs: number
}

/** Where the app may write: its files outlive it. */
export const USER_SPACE = 'wxfile://usr'

/** An app in the background runs this long before its JavaScript stands still. */
const SUSPENDED_AFTER_MS = 5_000

/**
 * A phone with one app: foreground and background, kill and start, and what outlives the app. Whatever reaches the app goes
 * through {@link AppRun.hear}, which holds it back while the app is suspended and drops it when the app has been killed.
 */
export class Phone {
  readonly habits: PhoneHabits
  /** Temporary files, which end with the app's run, and those in {@link USER_SPACE}. */
  readonly files = new Map<string, PhotoFile>()
  /** Temporary files that a kill took before they were copied to user space: no app gets them back. */
  readonly lostFiles = new Set<string>()
  killCount = 0
  /** From which file each one in user space was copied, also when it is gone again. */
  readonly copiedFrom = new Map<string, string>()
  /** What the app has read, by the buffers that it got. */
  readonly slices = new WeakMap<ArrayBuffer, PhotoSlice>()
  /** Of all files in user space together. */
  userSpaceBytes = 200 * 1024 * 1024
  /** How fast files are written. */
  bytesWrittenPerMs = 500_000
  /** `wx` storage: it outlives the app. */
  readonly storage = new Map<string, string>()
  lastWrittenKey: string | undefined
  /** No write succeeds any more, to storage or to files. */
  storageIsFull = false
  /** What the clock was set to while it ran. */
  clockJumpMs = 0
  /** How transfers tell how far they are. */
  progressStyle: 'truthful' | 'ahead' | 'silent' = 'truthful'
  /** Calls of other parts of the app, which count towards the ten. */
  foreignCalls = 0
  run: AppRun
  readonly #clock: VirtualClock

  constructor(clock: VirtualClock, habits: PhoneHabits) {
    this.#clock = clock
    this.habits = habits
    this.run = new AppRun(clock, this)
  }

  hide(): void {
    this.run.hide(SUSPENDED_AFTER_MS)
  }

  show(): void {
    this.run.show()
  }

  /**
   * Ends the app where it stands, and its temporary files; nothing where none runs, since what is written after a kill has no second
   * one to be cut by. @param torn the last write to storage is cut in half
   */
  kill({ torn = false } = {}): void {
    if (this.run.isOver) return
    this.run.end()
    this.killCount += 1
    this.#forgetTemporaryFiles()
    const key = this.lastWrittenKey
    const value = key === undefined ? undefined : this.storage.get(key)
    if (torn && key !== undefined && value !== undefined) this.storage.set(key, value.slice(0, value.length / 2))
  }

  hasRoomFor(path: string, byteLength: number): boolean {
    const others = [...this.files.values()].filter((file) => isInUserSpace(file.path) && file.path !== path)
    const takenBytes = others.reduce((sum, file) => sum + file.byteLength, 0)
    return !this.storageIsFull && takenBytes + byteLength <= this.userSpaceBytes
  }

  #forgetTemporaryFiles(): void {
    const files = [...this.files.values()]
    const keptMd5s = files.filter(({ path }) => isInUserSpace(path)).map(({ md5 }) => md5)
    for (const { path, md5 } of files) {
      if (isInUserSpace(path)) continue
      this.files.delete(path)
      if (!keptMd5s.includes(md5)) this.lostFiles.add(path)
    }
  }

  /** A new run of the app, with nothing but files and storage. */
  start(): void {
    this.lastWrittenKey = undefined
    this.run = new AppRun(this.#clock, this)
  }
}

export function isInUserSpace(path: string): boolean {
  return path.startsWith(`${USER_SPACE}/`)
}

/** One life of the app, from its start to its kill. */
export class AppRun {
  readonly hideListeners = new Set<() => void>()
  readonly showListeners = new Set<() => void>()
  /** Called when 5 s in the background are over, and when the app is killed. */
  readonly suspendListeners = new Set<() => void>()
  isHidden = false
  isOver = false
  /** The app's own clock: wrong by as much as the phone's, and standing still while the app is suspended. */
  readonly clock: Clock
  #isSuspended = false
  #held: (() => void)[] = []
  #stopCountdown = (): void => {}
  readonly #clock: VirtualClock
  readonly #phone: Phone

  constructor(clock: VirtualClock, phone: Phone) {
    this.#clock = clock
    this.#phone = phone
    this.clock = {
      now: () => clock.now() + phone.habits.clockErrorMs + phone.clockJumpMs,
      schedule: (delayMs, callback) => {
        let isWanted = true
        const cancel = clock.schedule(delayMs, () => this.hear(() => isWanted && callback()))
        return () => {
          isWanted = false
          cancel()
        }
      },
    }
  }

  /** Runs a piece of the app, as soon as it runs at all. */
  hear(piece: () => void): void {
    if (this.isOver) return
    if (this.#isSuspended) this.#held.push(piece)
    else piece()
  }

  hide(suspendedAfterMs: number): void {
    if (this.isOver || this.isHidden) return
    this.isHidden = true
    for (const listener of this.hideListeners) listener()
    this.#stopCountdown = this.#clock.schedule(suspendedAfterMs, () => {
      this.#isSuspended = true
      for (const listener of this.suspendListeners) listener()
    })
  }

  show(): void {
    if (this.isOver || !this.isHidden) return
    this.#stopCountdown()
    this.isHidden = false
    this.#isSuspended = false
    const held = this.#held
    this.#held = []
    if (this.#phone.habits.tellsShowFirst) this.#tellShown()
    for (const piece of held) this.hear(piece)
    if (!this.#phone.habits.tellsShowFirst) this.#tellShown()
  }

  end(): void {
    this.#stopCountdown()
    this.isOver = true
    for (const listener of this.suspendListeners) listener()
  }

  #tellShown(): void {
    for (const listener of this.showListeners) listener()
  }
}

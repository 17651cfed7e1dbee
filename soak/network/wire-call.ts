import type { AppRun } from '../phone/phone.ts'
import {
  interrupted,
  lineBroke,
  nobodyListens,
  noNetwork,
  timedOut,
  tooManyCalls,
  type WechatFailure,
} from '../phone/wechat-failure.ts'
import type { World } from '../simulation/world.ts'
import { loginPage } from './answers.ts'
import type { Answer, Call, CallKind, Ending } from './call.ts'
import type { Connection } from './connection.ts'
import type { Flow } from './uplink.ts'

/** All of an app together; what the platform does with the eleventh is not documented: here it fails («unconfirmed»). */
const CALLS_AT_ONCE = 10

/** Between an end and the second one that some clients tell. */
const ENCORE_MS = 50

/** A large photo tells its progress so often; a small one four times. */
const PROGRESS_BYTES = 128 * 1024

export interface WireCallOptions {
  api: Call['api']
  kind: CallKind
  about: readonly string[]
  photoBytes: number
  timeoutMs: number
  run: AppRun
  /** The other side does its work, as often as the call arrives. */
  host: { readonly name: string; readonly isUp: boolean; readonly latencyMs: number; handle(): Answer }
  /** Tells the app; more than once where the phone does. */
  tell(ending: Ending): void
  tellProgress(bytesSent: number): void
}

/** A call on its way through the world: slots, line, host and back. */
export class WireCall implements Call {
  readonly kind: CallKind
  readonly api: Call['api']
  readonly photoBytes: number
  readonly about: readonly string[]
  ended = false
  isSilent = false
  #isHung = false
  #heldUntil = 0
  #answer: Answer | undefined
  #connection: Connection | undefined
  #flow: Flow | undefined
  #encores: Ending[] = []
  #whenProcessed: (() => void)[] = []
  #stopTimeout = (): void => {}
  readonly #world: World
  readonly #options: WireCallOptions
  readonly #onSuspend = (): void => this.fail(interrupted(this.api))

  constructor(world: World, options: WireCallOptions) {
    this.#world = world
    this.#options = options
    this.kind = options.kind
    this.api = options.api
    this.photoBytes = options.photoBytes
    this.about = options.about
  }

  begin(): void {
    const { clock, line, phone, random, passages } = this.#world
    const { run, timeoutMs } = this.#options
    const refusal = this.#refusal()
    this.#world.ledger.begin(this)
    line.openCalls.add(this)
    run.suspendListeners.add(this.#onSuspend)
    this.#stopTimeout = clock.schedule(timeoutMs, () => this.fail(timedOut(this.api)))
    if (refusal !== undefined) {
      clock.schedule(1, () => this.fail(refusal))
      return
    }
    if (random() < line.lossChance) clock.schedule(line.roundTripMs, () => this.fail(lineBroke(this.api)))
    if (line.isCaptive) clock.schedule(line.roundTripMs, () => this.answerWith(loginPage))
    const { connection, setUpMs } = line.connect(this.#options.host.name, this.kind === 'transfer')
    this.#connection = connection
    if (this.kind === 'transfer') this.#step(setUpMs, () => this.#sendPhoto())
    else this.#step(setUpMs + line.roundTripMs / 2, () => this.#arrive())
    if (phone.progressStyle === 'ahead') this.#tellProgress(this.photoBytes)
    if (this.kind === 'authorize' || this.kind === 'confirm') passages.onRequest(this.kind, this)
  }

  abort(): void {
    this.#world.clock.schedule(0, () => this.fail({ errMsg: `${this.api}:fail abort` }))
  }

  fail(failure: WechatFailure): void {
    this.#end({ failure })
  }

  answerWith(answer: Answer): void {
    this.#isHung = true
    this.#hold()
    this.#world.clock.schedule(this.#world.line.roundTripMs / 2, () => this.#end({ answer }))
  }

  hang(): void {
    this.#isHung = true
    this.#hold()
  }

  goSilent(): void {
    this.isSilent = true
    this.#world.ledger.heard(this)
    this.hang()
  }

  pauseFor(ms: number): void {
    const { clock } = this.#world
    this.#heldUntil = clock.now() + ms
    this.#hold()
    clock.schedule(ms, () => {
      if (this.#flow !== undefined && !this.#isHung) this.#flow.isHeld = false
    })
  }

  tellFailed(failure: WechatFailure): void {
    if (!this.ended) this.#tell({ failure })
  }

  thenTell(ending: Ending): void {
    this.#encores.push(ending)
  }

  whenProcessed(callback: () => void): void {
    if (this.#answer === undefined) this.#whenProcessed.push(callback)
    else callback()
  }

  arriveAgainAfter(ms: number): void {
    this.whenProcessed(() => this.#world.clock.schedule(ms, () => this.#options.host.handle()))
  }

  /** Why it does not even leave the phone. */
  #refusal(): WechatFailure | undefined {
    const { line, phone } = this.#world
    if (this.#options.run.isHidden) return interrupted(this.api)
    if (line.openCalls.size + phone.foreignCalls >= CALLS_AT_ONCE) return tooManyCalls(this.api)
    return line.isUp ? undefined : noNetwork(this.api)
  }

  #sendPhoto(): void {
    const { ledger, line, phone, passages } = this.#world
    ledger.sends()
    const flow = line.uplink.open(this.#connection)
    this.#flow = flow
    if (phone.progressStyle === 'truthful') {
      const stepCount = Math.max(4, Math.ceil(this.photoBytes / PROGRESS_BYTES))
      for (let step = 1; step <= stepCount; step++) {
        const bytes = Math.floor((this.photoBytes * step) / stepCount)
        flow.when(bytes, () => this.#tellProgress(bytes))
      }
    }
    flow.when(this.photoBytes, () => {
      flow.close()
      this.#step(line.roundTripMs / 2, () => this.#arrive())
    })
    passages.onTransfer(this, (fraction, strike) => flow.when(this.photoBytes * fraction, strike))
  }

  #arrive(): void {
    const { clock, line } = this.#world
    const { host } = this.#options
    if (!host.isUp) {
      this.#step(line.roundTripMs / 2, () => this.fail(nobodyListens(this.api)))
      return
    }
    // What has arrived is done, whatever becomes of the connection meanwhile.
    clock.schedule(host.latencyMs, () => {
      if (!host.isUp) return this.fail(lineBroke(this.api))
      this.#answer = host.handle()
      if (!this.ended) this.#processed(this.#answer)
    })
  }

  #processed(answer: Answer): void {
    for (const callback of this.#whenProcessed) callback()
    this.#world.passages.onProcessed(this)
    this.#step(this.#world.line.roundTripMs / 2, () => this.#end({ answer }))
  }

  #step(delayMs: number, next: () => void): void {
    this.#world.clock.schedule(delayMs, () => {
      const waitMs = this.#heldUntil - this.#world.clock.now()
      if (this.ended || this.#isHung) return
      if (waitMs > 0) this.#step(waitMs, next)
      else next()
    })
  }

  #hold(): void {
    if (this.#flow !== undefined) this.#flow.isHeld = true
  }

  #end(ending: Ending): void {
    if (this.ended) return
    this.ended = true
    this.#stopTimeout()
    this.#flow?.close()
    this.#world.line.openCalls.delete(this)
    if ('answer' in ending && this.#connection !== undefined) this.#world.line.keepOpen(this.#connection)
    this.#options.run.suspendListeners.delete(this.#onSuspend)
    this.#world.ledger.end(this)
    this.#tell(ending)
    for (const encore of this.#encores) this.#world.clock.schedule(ENCORE_MS, () => this.#tell(encore))
  }

  #tell(ending: Ending): void {
    if (this.isSilent) return
    const { run, tell } = this.#options
    this.#world.ledger.heard(this)
    run.hear(() => tell('failure' in ending ? { failure: this.#asThisClientSays(ending.failure) } : ending))
  }

  #asThisClientSays({ errMsg, errno }: WechatFailure): WechatFailure {
    return errno === undefined || !this.#world.phone.habits.givesErrno ? { errMsg } : { errMsg, errno }
  }

  #tellProgress(bytesSent: number): void {
    if (!this.ended && !this.isSilent) this.#options.run.hear(() => this.#options.tellProgress(bytesSent))
  }
}

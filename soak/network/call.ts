import type { WechatFailure } from '../phone/wechat-failure.ts'

/** What comes back over the line. */
export interface Answer {
  status: number
  headers: Record<string, string>
  body: string
}

/** What the app hears of one call, in the end. */
export type Ending = { answer: Answer } | { failure: WechatFailure }

/** The four moments at which a fault can strike. */
export type Stage = 'authorize' | 'send' | 'reply' | 'confirm'

export type CallKind = 'authorize' | 'confirm' | 'transfer' | 'other'

/** Sees calls pass the stages. */
export interface Passages {
  onRequest(stage: 'authorize' | 'confirm', call: Call): void
  /** @param at sets something to the moment when a share of the photo's bytes has left */
  onTransfer(call: Call, at: (share: number, then: () => void) => void): void
  /** The other side has done its work; the answer is not on its way yet. */
  onProcessed(call: Call): void
}

/** One `wx.request` or `wx.uploadFile` under way, in the hands of faults. All of it does nothing once the call has ended. */
export interface Call {
  readonly kind: CallKind
  /** `request` or `uploadFile`, as failures spell it. */
  readonly api: 'request' | 'uploadFile'
  /** Photo bytes that it carries; 0 for a request. */
  readonly photoBytes: number
  /** The photos that it is about: their tasks where it asks for grants, then their ids. */
  readonly about: readonly string[]
  readonly ended: boolean
  /** The connection is over: the app hears of the failure; what has not arrived never will. */
  fail(failure: WechatFailure): void
  /** Something on the way gives this answer; what has not arrived never will. */
  answerWith(answer: Answer): void
  /** Nothing moves any more; what limit the caller has set still counts. */
  hang(): void
  /** Nothing moves any more, and no callback will ever come, not even for an abort («unconfirmed», and the worst case). */
  goSilent(): void
  /** Nothing moves for a while, then it goes on where it was. */
  pauseFor(ms: number): void
  /** The app hears of a failure, while the call goes on. */
  tellFailed(failure: WechatFailure): void
  /** After its end the app hears another one. */
  thenTell(ending: Ending): void
  /** Once the other side has done its work, before the answer is on its way; at once where it has. */
  whenProcessed(callback: () => void): void
  /** The other side gets it once more, later; nobody hears that answer. */
  arriveAgainAfter(ms: number): void
}

/** What goes wrong with a request that a rule matches. Several faults of one rule apply together. */
export interface Fault {
  /** Waits so long before the request is handled, in milliseconds. */
  latencyMs?: number
  /** Bytes a second in each direction. */
  bandwidthBytesPerSecond?: number
  /** Cuts the connection (RST) once so many bytes of the request's body have arrived. */
  resetAfterBytes?: number
  /** Handles the request completely (the object is stored), then cuts the connection instead of answering. */
  loseReply?: boolean
  /** Accepts the request, reads it, and never answers. */
  stall?: boolean
  /** Answers with this status instead of handling the request; `code` becomes COS's `<Code>` or WeChat's `errcode`. */
  status?: number
  code?: string
  /** Moves the clock against which expiry is judged, in seconds; positive is the future. */
  clockSkewSeconds?: number
  /** Judges every temporary key and WeChat token as expired. */
  expireTokens?: boolean
}

/** Which requests a fault meets, and for how long. */
export interface FaultRule {
  service: 'cos' | 'wechat'
  /** HTTP method, upper case; any when absent. */
  method?: string
  /** Text that the raw request target must contain; any when absent. */
  targetContains?: string
  fault: Fault
  /** Requests to meet before the rule ends; endless when absent. */
  times?: number
  /** Requests that match and go unharmed first. Default 0. */
  skip?: number
  /** The rule ends after so many milliseconds; never when absent. */
  forMs?: number
}

/** Switches faults on and off, from a test in process or over HTTP (`POST`, `GET` and `DELETE /faults` on the control endpoint). */
export interface FaultControls {
  /** @returns the rule's id */
  add(rule: FaultRule): string
  remove(id: string): void
  clear(): void
  list(): { id: string; rule: FaultRule; met: number }[]
}

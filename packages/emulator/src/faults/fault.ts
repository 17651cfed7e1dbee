/**
 * What goes wrong with a request that a rule matches. Several faults apply together, in the order in which they stand
 * here: first how the request comes in, then who answers, then what becomes of the answer.
 */
export interface Fault {
  /** Waits so long before the request is handled, in milliseconds. */
  latencyMs?: number
  /**
   * Bytes a second in each direction. The client may see its body leave sooner, because the kernel buffers of the
   * connection take some of it at once; the answer comes in due time. The connection is not used again.
   */
  bandwidthBytesPerSecond?: number
  /** Cuts the connection (RST) once so many bytes of the request's body have arrived; 0 cuts before the body. */
  resetAfterBytes?: number
  /** Moves the clock against which expiry is judged, in seconds; positive is the future. */
  clockSkewSeconds?: number
  /** Judges every temporary key, login code and WeChat token as expired. */
  expireTokens?: boolean
  /** Accepts the request, reads it, and never answers. */
  stall?: boolean
  /**
   * Reads the request, then answers with this status instead of handling it. Without `code` the answer is an HTML page,
   * as from a gateway in front of the service, and carries no CORS headers: to a web page of another origin it looks like
   * a failed request. Default, where `code` is given: 500 from COS, 200 from WeChat.
   */
  status?: number
  /** COS's `<Code>` or WeChat's `errcode`. */
  code?: string
  /** Handles the request completely (the object is stored), then cuts the connection (RST) instead of answering. */
  loseReply?: boolean
  /**
   * Handles the request completely, then ends the connection (FIN) once so many bytes of the answer have gone out behind
   * its headers, so that exactly those arrive. A shorter answer goes out whole.
   */
  cutAnswerAfterBytes?: number
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

/** A rule and what became of it. It is listed until it is removed, also when it has ended. */
export interface FaultReport {
  id: string
  rule: FaultRule
  /** Requests that the fault met. */
  met: number
  ended: boolean
}

/** Switches faults on and off, from a test in process or over HTTP (`POST`, `GET` and `DELETE /faults` on the control endpoint). */
export interface FaultControls {
  /** @returns the rule's id */
  add(rule: FaultRule): string
  /** Unknown ids are ignored. */
  remove(id: string): void
  clear(): void
  list(): FaultReport[]
}

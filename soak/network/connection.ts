import type { VirtualClock } from '../simulation/virtual-clock.ts'

/** Ten segments, with which every connection begins. @see https://www.rfc-editor.org/rfc/rfc6928 */
const FIRST_WINDOW_BYTES = 10 * 1460

/** What the other side has room for. */
const LONGEST_WINDOW_BYTES = 4 * 1024 * 1024

/** Without a byte for so long and a round trip, a connection begins anew. @see https://www.rfc-editor.org/rfc/rfc2861 */
const FORGETS_AFTER_MS = 200

/** One TCP connection: how much it may have under way, as far as it has found out. */
export class Connection {
  windowBytes = FIRST_WINDOW_BYTES
  idleSince = 0
  readonly host: string

  constructor(host: string) {
    this.host = host
  }

  grow(): void {
    this.windowBytes = Math.min(LONGEST_WINDOW_BYTES, this.windowBytes * 2)
  }

  /** Carries another call after a pause. */
  wake(idleMs: number, roundTripMs: number): void {
    if (idleMs > roundTripMs + FORGETS_AFTER_MS) this.windowBytes = FIRST_WINDOW_BYTES
  }
}

/** Connections that calls have left open (HTTP/1.1 with keep-alive: one call at a time on each). */
export class IdleConnections {
  readonly #idle: Connection[] = []
  readonly #clock: VirtualClock

  constructor(clock: VirtualClock) {
    this.#clock = clock
  }

  /** @returns the one that was used last, undefined where none is open */
  take(host: string, roundTripMs: number): Connection | undefined {
    const place = this.#idle.findLastIndex((connection) => connection.host === host)
    const [connection] = place === -1 ? [] : this.#idle.splice(place, 1)
    connection?.wake(this.#clock.now() - connection.idleSince, roundTripMs)
    return connection
  }

  giveBack(connection: Connection): void {
    connection.idleSince = this.#clock.now()
    this.#idle.push(connection)
  }

  closeAll(): void {
    this.#idle.length = 0
  }
}

import type { ApiClient } from '@photolift/api-client'
import { AppError, type UploadLimits } from '@photolift/contracts'
import type { Clock, Network } from '@photolift/platform'

export interface ConnectionState {
  /** `left`: the account was deleted; only {@link Connection.connect} begins a new one */
  readonly phase: 'connecting' | 'connected' | 'failed' | 'left'
  /** Why, while `failed`. */
  readonly error: AppError | null
  /** What the service accepts, once it has been reached. */
  readonly limits: UploadLimits | null
}

/** A service that is starting will answer soon: it is asked again by itself. */
const STARTING_PAUSE_MS = 3_000

/** Whether the service can be reached: found out at launch, which also wakes a sleeping service. */
export interface Connection {
  state(): ConnectionState
  /** Gives the state at once, then after every change. @returns a function that stops it */
  subscribe(listener: (state: ConnectionState) => void): () => void
  /** Logs in; a failure is in the state. */
  connect(): Promise<void>
  /** A call has found that nobody is logged in any more, and that nobody can be without the person. */
  lost(error: AppError): void
  /** The account is gone: nothing logs in again until the person wants to upload. */
  leave(): void
  /** Milliseconds since the epoch on the service's clock; this device's clock before the first login. */
  serverNow(): number
}

export interface ConnectionDeps {
  api: Pick<ApiClient, 'login'>
  clock: Clock
  network: Network
}

export function createConnection({ api, clock, network }: ConnectionDeps): Connection {
  const listeners = new Set<(state: ConnectionState) => void>()
  let state: ConnectionState = { phase: 'connecting', error: null, limits: null }
  let serverAheadMs = 0
  let networkChanges = 0

  function change(next: Partial<ConnectionState>): void {
    state = { ...state, ...next }
    for (const listener of listeners) listener(state)
  }

  async function connect(): Promise<void> {
    if (state.phase === 'failed') change({ phase: 'connecting' })
    await logIn()
  }

  async function logIn(): Promise<void> {
    const changesBefore = networkChanges
    try {
      const { limits, serverTime } = await api.login()
      serverAheadMs = Date.parse(serverTime) - clock.now()
      change({ phase: 'connected', error: null, limits })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      // It was cut by the change, and says nothing about the network that is there now.
      if (networkChanges !== changesBefore && network.isOnline()) return logIn()
      change({ phase: 'failed', error })
      // What is shown stays as it is meanwhile.
      if (error.code === 'NOT_READY')
        clock.schedule(STARTING_PAUSE_MS, () => {
          if (state.phase === 'failed') void logIn()
        })
    }
  }

  network.onChange((online) => {
    networkChanges += 1
    if (online && state.phase === 'failed') void connect()
  })

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener)
      listener(state)
      return () => listeners.delete(listener)
    },
    connect,
    lost: (error) => change({ phase: 'failed', error }),
    leave: () => change({ phase: 'left', error: null }),
    serverNow: () => clock.now() + serverAheadMs,
  }
}

import { describe, expect, it, jest } from '@jest/globals'
import { AppError, type LoginResponse } from '@photolift/contracts'
import { FakeClock, FakeNetwork, settle } from '@photolift/platform/testing'
import { createConnection } from './connection.js'

const LOGIN: LoginResponse = {
  authToken: 'token',
  expiresAt: '2026-11-20T10:05:00Z',
  serverTime: '2026-11-20T08:05:00Z',
  user: { userId: 'user-1' },
  limits: { photoMaxBytes: 10, contentTypes: ['image/jpeg'], photosPerCall: 50 },
}

function setUp(login: () => Promise<LoginResponse>) {
  const clock = new FakeClock('2026-11-20T08:00:00Z')
  const network = new FakeNetwork()
  const api = { login: jest.fn(login) }
  return { clock, network, api, connection: createConnection({ api, clock, network }) }
}

describe('the connection', () => {
  it("knows the limits and the service's clock after login", async () => {
    const { connection, clock } = setUp(async () => LOGIN)

    await connection.connect()
    await clock.advance(1_000)

    expect(connection.state()).toEqual({ phase: 'connected', error: null, limits: LOGIN.limits })
    expect(new Date(connection.serverNow()).toISOString()).toBe('2026-11-20T08:05:01.000Z')
  })

  it('keeps what went wrong, and forgets it while it tries again', async () => {
    const error = new AppError('SERVICE_UNREACHABLE', 'no answer')
    const { connection, api } = setUp(async () => Promise.reject(error))
    const phases: string[] = []
    connection.subscribe(({ phase }) => phases.push(phase))

    await connection.connect()
    expect(connection.state().error).toBe(error)
    api.login.mockResolvedValue(LOGIN)
    await connection.connect()

    expect(phases).toEqual(['connecting', 'failed', 'connecting', 'connected'])
    expect(connection.state().error).toBeNull()
  })

  it('is lost where a call finds nobody logged in, and is there again after a login', async () => {
    const { connection } = setUp(async () => LOGIN)
    const error = new AppError('LOGIN_CODE_INVALID', 'nobody has logged in')
    await connection.connect()

    connection.lost(error)
    expect(connection.state()).toEqual({ phase: 'failed', error, limits: LOGIN.limits })
    await connection.connect()

    expect(connection.state()).toMatchObject({ phase: 'connected', error: null })
  })

  it('tries again by itself when the network is back', async () => {
    const { connection, network, api } = setUp(async () => Promise.reject(new AppError('NETWORK_LOST', 'offline')))
    await connection.connect()

    network.goOffline()
    network.goOnline()
    await settle()

    expect(api.login).toHaveBeenCalledTimes(2)
  })

  it('tries again at once where the network changed under the login, without showing a failure', async () => {
    const { connection, network, api } = setUp(async () => {
      if (api.login.mock.calls.length > 1) return LOGIN
      network.useMobileData()
      throw new AppError('NETWORK_LOST', 'network changed')
    })
    const phases: string[] = []
    connection.subscribe(({ phase }) => phases.push(phase))

    await connection.connect()

    expect(phases).toEqual(['connecting', 'connected'])
  })

  it('asks a service that is starting again by itself, until it is up', async () => {
    const starting = () => Promise.reject(new AppError('NOT_READY', 'cold start'))
    const { connection, clock, api } = setUp(starting)
    await connection.connect()

    await clock.advance(3_000)
    expect(connection.state()).toMatchObject({ phase: 'failed', error: { code: 'NOT_READY' } })
    api.login.mockResolvedValue(LOGIN)
    await clock.advance(3_000)

    expect(connection.state().phase).toBe('connected')
    expect(api.login).toHaveBeenCalledTimes(3)
    expect(clock.pendingCount).toBe(0)
  })

  it('stays away after the account was left, until it is told to connect', async () => {
    const { connection, network, api } = setUp(async () => LOGIN)
    await connection.connect()

    connection.leave()
    network.goOffline()
    network.goOnline()
    await settle()
    expect(api.login).toHaveBeenCalledTimes(1)
    expect(connection.state().phase).toBe('left')

    await connection.connect()
    expect(connection.state().phase).toBe('connected')
  })

  it('does not swallow a programming error', async () => {
    const { connection } = setUp(async () => Promise.reject(new TypeError('bug')))

    await expect(connection.connect()).rejects.toThrow('bug')
  })
})

import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { inspect } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import { type Emulator, type Fault, startEmulator } from '@photolift/emulator'
import { CosFailure, createCosObjectStore, type ObjectStore } from '../src/index.js'

const COPY = {
  fromKey: 'incoming/a',
  toKey: 'photos/a',
  ifMatch: '098f6bcd4621d373cade4e832627b4f6',
  contentType: 'image/jpeg',
}

let emulator: Emulator
let store: ObjectStore
const servers: Server[] = []

beforeAll(async () => {
  emulator = await startEmulator()
  store = createCosObjectStore(emulator.cos, emulator.cos)
})
afterEach(() => {
  emulator.faults.clear()
  for (const server of servers.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})
afterAll(() => emulator.close())

describe('every call', () => {
  it.each(calls())('%s tells a busy COS from a wrong key', async (_, call) => {
    spoil({ status: 503, code: 'SlowDown' })
    await expect(call(store)).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      cause: { status: 503, cosRequestId: expect.any(String) },
    })

    emulator.faults.clear()
    const stranger = createCosObjectStore(emulator.cos, { ...emulator.cos, secretKey: 'wrong' })
    await expect(call(stranger)).rejects.toMatchObject({ code: 'INTERNAL', cause: { status: 403 } })
  })

  it.each(calls())('%s is tried again after a reset and a 500', async (_, call) => {
    const outcome = await outcomeOf(call(store))
    const reset = spoil({ loseReply: true }, { times: 1 })
    const refusal = spoil({ status: 500, code: 'InternalError' }, { times: 1, skip: 1 })

    await expect(outcomeOf(call(store))).resolves.toEqual(outcome)
    expect([met(reset), met(refusal)]).toEqual([1, 1])
  })

  it('is tried again after a stall', async () => {
    // Half of it goes by with the stall, so all calls meet theirs together; the other half is for a machine that is busy.
    const impatient = createCosObjectStore(emulator.cos, emulator.cos, { answerWithinMs: 3_000 })
    const outcomes = await Promise.all(calls().map(([, call]) => outcomeOf(call(store))))
    const stall = spoil({ stall: true }, { times: outcomes.length })

    await expect(Promise.all(calls().map(([, call]) => outcomeOf(call(impatient))))).resolves.toEqual(outcomes)
    expect(met(stall)).toBe(outcomes.length)
  })

  it.each(calls())('%s rejects in time where COS never answers', async (_, call) => {
    const impatient = createCosObjectStore(emulator.cos, emulator.cos, { answerWithinMs: 200 })
    spoil({ stall: true })
    // A timer of the same process: where the machine is busy both are late, and the order stays.
    const tooLate = delay(1_000, 'no answer in time', { ref: false })

    await expect(Promise.race([call(impatient), tooLate])).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      cosErrorCode: expect.stringMatching(/TIMEDOUT$/),
    })
  })

  it.each(calls())('%s rejects where nobody listens', async (_, call) => {
    const nobody = createCosObjectStore({ ...emulator.cos, endpoint: 'http://127.0.0.1:1' }, emulator.cos)

    await expect(call(nobody)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE', cosErrorCode: 'ECONNREFUSED' })
  })

  it.each(calls())('%s keeps keys, signatures and headers out of its errors', async (_, call) => {
    const secretKey = 'a-secret-key-that-does-not-fit'
    const cosSessionToken = 'the-token-of-a-temporary-key'
    const credential = { secretId: emulator.cos.secretId, secretKey, cosSessionToken }
    const stranger = createCosObjectStore(emulator.cos, credential)

    const error = await call(stranger).catch((reason: unknown) => reason)

    expect(error).toBeInstanceOf(AppError)
    const text = inspect(error, { depth: Infinity, showHidden: true }) + JSON.stringify(error)
    for (const secret of [secretKey, cosSessionToken, 'q-signature', 'q-sign-time', 'uthorization', 'StringToSign']) {
      expect(text).not.toContain(secret)
    }
  })
})

describe('a copy', () => {
  it('starts no try after it has rejected', async () => {
    let connections = 0
    const endpoint = await serve(() => {
      // Holds the process up until the time is over, as a busy machine does: the driver then wants its next try too late.
      const heldUntil = performance.now() + 300
      while (performance.now() < heldUntil);
    })
    servers.at(-1)?.on('connection', () => (connections += 1))
    const impatient = createCosObjectStore({ ...emulator.cos, endpoint }, emulator.cos, { answerWithinMs: 200 })

    await expect(impatient.copy(COPY)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    // Real time, because what could still come would come over a real socket.
    await delay(300)

    expect(connections).toBe(1)
  })

  it.each([
    ['InternalError', 'STORAGE_UNAVAILABLE'],
    ['SlowDown', 'STORAGE_UNAVAILABLE'],
    ['InvalidArgument', 'INTERNAL'],
  ])('that answers 200 with the error %s has failed', async (cosErrorCode, code) => {
    spoil({ status: 200, code: cosErrorCode })

    await expect(store.copy(COPY)).rejects.toMatchObject({ code, cosErrorCode })
  })
})

describe('what is not COS', () => {
  it.each(calls())('is not believed by %s, although it answers 200', async (_, call) => {
    const endpoint = await serve((_request, response) => response.end('<html>welcome</html>'))
    const other = createCosObjectStore({ ...emulator.cos, endpoint }, emulator.cos)

    await expect(call(other)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
  })
})

describe('an object that COS could not delete', () => {
  it('is reported', async () => {
    const endpoint = await serve((_, response) => {
      response.setHeader('x-cos-request-id', 'NjM4')
      response.end('<DeleteResult><Error><Key>a</Key><Code>InternalError</Code><Message/></Error></DeleteResult>')
    })
    const other = createCosObjectStore({ ...emulator.cos, endpoint }, emulator.cos)

    await expect(other.deleteMany(['a'])).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      cosErrorCode: 'InternalError',
      cause: { failures: [{ key: 'a', error: { cause: { cosRequestId: 'NjM4' } } }] },
    })
  })
})

function calls(): [string, (objects: ObjectStore) => Promise<unknown>][] {
  return [
    ['copy', (objects) => objects.copy(COPY)],
    ['prove', (objects) => objects.prove('photos/a', 16)],
    ['deleteMany', (objects) => objects.deleteMany(['photos/a'])],
    ['list', (objects) => objects.list({ prefix: '' })],
    ['checkAccess', (objects) => objects.checkAccess()],
  ]
}

async function outcomeOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch((error: AppError) => (error.cause instanceof CosFailure ? error.cosErrorCode : error))
}

function spoil(fault: Fault, rule?: { times?: number; skip?: number }): string {
  return emulator.faults.add({ service: 'cos', fault, ...rule })
}

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function met(id: string): number | undefined {
  return emulator.faults.list().find((report) => report.id === id)?.met
}

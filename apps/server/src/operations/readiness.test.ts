import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import { type Database, openDatabase } from '@photolift/database'
import { Readiness } from './readiness.js'

let database: Database
let now = 0
let asked = 0
let answer: () => Promise<void>

beforeEach(async () => {
  database = await openDatabase({ kind: 'sqlite', file: ':memory:' })
  now = 0
  asked = 0
  answer = async () => {}
})
afterEach(() => database.close())

const readiness = (answersWithinMs?: number) =>
  new Readiness({
    database,
    store: {
      checkAccess: () => {
        asked += 1
        return answer()
      },
    },
    clock: () => now,
    ...(answersWithinMs !== undefined && { answersWithinMs }),
  })

const never = () => new Promise<void>(() => {})

describe('a service', () => {
  it('is ready while database and bucket answer; the bucket is asked every ten seconds', async () => {
    const ready = readiness()

    await ready.check()
    await ready.check()
    now += 10_000
    await ready.check()

    expect(asked).toBe(2)
  })

  it('is not ready while the bucket refuses, and asks it again at each probe until it answers', async () => {
    const ready = readiness()
    answer = async () => {
      throw new AppError('INTERNAL', 'AccessDenied')
    }

    await expect(ready.check()).rejects.toMatchObject({
      code: 'NOT_READY',
      message: expect.stringContaining('the bucket does not answer'),
    })
    answer = async () => {}
    await expect(ready.check()).resolves.toBeUndefined()
  })

  it('is not ready while the bucket says nothing at all', async () => {
    answer = never

    await expect(readiness(20).check()).rejects.toThrow('the bucket does not answer in time')
  })

  it('is not ready once the bucket has stopped answering', async () => {
    const ready = readiness(20)
    await ready.check()
    answer = never
    now += 10_000

    await expect(ready.check()).rejects.toThrow('the bucket does not answer in time')
  })

  it('is not ready without its database, and does not ask the bucket then', async () => {
    const ready = readiness()
    await ready.check()
    now += 10_000
    await database.close()
    const check = ready.check()
    database = await openDatabase({ kind: 'sqlite', file: ':memory:' })

    await expect(check).rejects.toThrow('the database does not answer')
    expect(asked).toBe(1)
  })

  it('asks a slow bucket once for many probes', async () => {
    const reached = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    answer = () => {
      reached.resolve()
      return released.promise
    }
    const ready = readiness()

    const probes = Array.from({ length: 50 }, () => ready.check())
    await reached.promise
    released.resolve()
    await Promise.all(probes)

    expect(asked).toBe(1)
  })
})

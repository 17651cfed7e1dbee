import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals'
import { pictures } from './world/picture-file.js'
import { startWorld, type World } from './world/world.js'

jest.setTimeout(90_000)

let world: World

beforeAll(async () => {
  world = await startWorld()
})
afterEach(() => world.cloud.heal())
afterAll(() => world.stop())

it('logs in again by itself when the service stops believing its token mid-way', async () => {
  const phone = await world.phone()
  await world.cloud.breakDown({ service: 'cos', method: 'POST', fault: { latencyMs: 2_000 } })

  await phone.pick(await pictures(3))
  await phone
    .tilesThat(/正在上传/)
    .first()
    .waitFor()
  await world.stack.restartService({ JWT_SECRET: randomBytes(32).toString('hex') })
  await phone.reads('3 张照片都存好了')

  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('asks for a new grant when COS says that one has expired', async () => {
  const phone = await world.phone()
  const skew = { service: 'cos', method: 'POST', fault: { clockSkewSeconds: 700 }, times: 2 } as const
  await world.cloud.breakDown(skew)

  await phone.pick(await pictures(3))
  await phone.reads('3 张照片都存好了')

  expect(await world.cloud.faultsMet()).toBe(2)
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('confirms by itself what has arrived once a service that went down is back', async () => {
  const phone = await world.phone()
  await world.cloud.breakDown({ service: 'cos', method: 'POST', fault: { latencyMs: 1_500 } })

  await phone.pick(await pictures(3))
  await phone
    .tilesThat(/正在上传/)
    .first()
    .waitFor()
  await world.stack.stopService()
  await phone.reads('暂时连不上服务')
  expect(await phone.tilesThat('已存好').count()).toBe(0)

  await world.stack.restartService()
  await phone.reads('3 张照片都存好了')
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('says that the service cannot be reached, and starts as usual when it can', async () => {
  await world.stack.stopService()
  const phone = await world.phone()

  await phone.reads('暂时连不上服务')
  await phone.reads('你选的照片都还在，不会丢。')
  await phone.reads('错误编号 SERVICE_UNREACHABLE')
  await world.stack.restartService()
  await phone.button('再试一次').click()
  await phone.reads('选几张照片，存到云端')

  await phone.pick(await pictures(1))
  await phone.reads('1 张照片都存好了')
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('gets over a COS that is overloaded for a moment without a word', async () => {
  const phone = await world.phone()
  await world.cloud.breakDown({ service: 'cos', method: 'POST', fault: { status: 503, code: 'SlowDown' }, times: 4 })

  await phone.pick(await pictures(3))
  await phone.reads('3 张照片都存好了')

  expect(await world.cloud.faultsMet()).toBe(4)
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('stops after some tries where COS forbids, says so, and stores the photos once COS allows', async () => {
  const phone = await world.phone()
  const stored = await world.cloud.objects()
  await world.cloud.breakDown({ service: 'cos', method: 'POST', fault: { status: 403, code: 'AccessDenied' } })

  await phone.pick(await pictures(2))
  await phone.reads('2 张没传上')
  expect(await phone.tilesThat(/没传上/).count()).toBe(2)
  expect(await world.cloud.objects()).toEqual(stored)

  await world.cloud.heal()
  await phone.button('重试 2 张').click()
  await phone.reads('2 张照片都存好了')
  expect(await world.cloud.objects()).toHaveLength(stored.length + 2)
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

it('does not store a photo twice when COS stores it and the answer is lost', async () => {
  const phone = await world.phone()
  const stored = await world.cloud.objects()
  await world.cloud.breakDown({ service: 'cos', method: 'POST', fault: { loseReply: true }, times: 1 })

  await phone.pick(await pictures(2))
  await phone.reads('2 张照片都存好了')

  expect(await world.cloud.objects()).toHaveLength(stored.length + 2)
  expect(await phone.problems()).toEqual([])
  await phone.switchOff()
})

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Emulator, startEmulator } from '../../src/index.js'
import { WechatClient } from '../wechat/wechat-client.js'
import { CloudClient, fileIdOf } from './cloud-client.js'

const START_MS = Date.parse('2026-11-20T00:00:00Z')

let nowMs = START_MS
let emulator: Emulator
let cloud: CloudClient

beforeAll(async () => {
  emulator = await startEmulator({ now: () => nowMs })
  cloud = new CloudClient(emulator)
})
afterAll(() => emulator.close())

const file = (path = 'a.jpg') => fileIdOf(emulator.cloud, path)
const many = (count: number) => Array.from({ length: count }, (_, n) => file(`${n}.jpg`))

describe.each([
  ['uploadfile', () => ({ path: 'a.jpg' })],
  ['batchdownloadfile', () => ({ file_list: [{ fileid: file(), max_age: 60 }] })],
  ['batchdeletefile', () => ({ fileid_list: [file()] })],
])('tcb/%s', (name, fields) => {
  const send = async (token: string | undefined, init: RequestInit = {}) => {
    const query = token === undefined ? '' : `?access_token=${token}`
    const body = JSON.stringify({ env: emulator.cloud.env, ...fields() })
    const response = await fetch(`${emulator.wechat.endpoint}/tcb/${name}${query}`, { method: 'POST', body, ...init })
    return { status: response.status, ...((await response.json()) as { errcode: number; errmsg: string }) }
  }
  const token = async () => (await new WechatClient(emulator.wechat).stableToken()).access_token ?? ''

  it('is taken as these tests send it', async () => {
    expect(await send(await token())).toMatchObject({ status: 200, errcode: 0 })
  })

  it.each([
    [41001, 'no token', () => send(undefined)],
    [40014, 'what is no token', () => send('null')],
    [40001, 'an unknown token', () => send(`90_${'x'.repeat(128)}`)],
    [43002, 'a GET', async () => send(await token(), { method: 'GET', body: null })],
    [44002, 'an empty body', async () => send(await token(), { body: '' })],
    [47001, 'a body that is no JSON', async () => send(await token(), { body: 'env=photolift' })],
    [40101, 'no environment', async () => send(await token(), { body: '{}' })],
    [-501007, 'another environment', async () => send(await token(), { body: '{"env":"other"}' })],
  ])('is refused with %i for %s', async (errcode, _what, attempt) => {
    expect(await attempt()).toEqual({ status: 200, errcode, errmsg: expect.stringContaining(' rid: ') })
  })

  it('is refused with 42001 once the token has ended', async () => {
    const ended = await token()
    nowMs += 7_200_000
    expect(await send(ended)).toMatchObject({ errcode: 42001 })
  })

  it('is refused with 40001 once somebody forced a new token', async () => {
    const killed = await token()
    nowMs += 30_000
    await new WechatClient(emulator.wechat).stableToken({ force_refresh: true })
    expect(await send(killed)).toMatchObject({ errcode: 40001 })
  })

  it('is refused with 85088 where the mini-program has opened no cloud', async () => {
    const current = await token()
    emulator.settings.change({ cloudOpened: false })
    const refused = await send(current)
    emulator.settings.change({ cloudOpened: true })
    expect(refused.errcode).toBe(85088)
  })

  it.each([-1, -1000, -501000, -501002])('fails with %i under a fault', async (errcode) => {
    const current = await token()
    emulator.faults.add({ service: 'wechat', targetContains: '/tcb/', fault: { code: String(errcode) }, times: 1 })
    expect(await send(current)).toMatchObject({ status: 200, errcode })
  })
})

it.each<[number, string, () => object]>([
  [40101, 'uploadfile', () => ({})],
  [40101, 'uploadfile', () => ({ path: '' })],
  [40097, 'uploadfile', () => ({ path: 5 })],
  [40097, 'uploadfile', () => ({ path: '/a.jpg' })],
  [40097, 'uploadfile', () => ({ path: 'a//b.jpg' })],
  [40097, 'uploadfile', () => ({ path: '照'.repeat(284) })],
  [40101, 'batchdownloadfile', () => ({})],
  [40097, 'batchdownloadfile', () => ({ file_list: [] })],
  [40097, 'batchdownloadfile', () => ({ file_list: file() })],
  [40097, 'batchdownloadfile', () => ({ file_list: [file()] })],
  [40101, 'batchdownloadfile', () => ({ file_list: [{ fileid: file() }] })],
  [40101, 'batchdownloadfile', () => ({ file_list: [{ max_age: 60 }] })],
  [40097, 'batchdownloadfile', () => ({ file_list: [{ fileid: 5, max_age: 60 }] })],
  [40097, 'batchdownloadfile', () => ({ file_list: [{ fileid: file(), max_age: 0 }] })],
  [40097, 'batchdownloadfile', () => ({ file_list: [{ fileid: file(), max_age: '60' }] })],
  [-501007, 'batchdownloadfile', () => ({ file_list: many(51).map((fileid) => ({ fileid, max_age: 60 })) })],
  [40101, 'batchdeletefile', () => ({})],
  [40097, 'batchdeletefile', () => ({ fileid_list: [] })],
  [40097, 'batchdeletefile', () => ({ fileid_list: [{ fileid: file() }] })],
  [-501007, 'batchdeletefile', () => ({ fileid_list: many(51) })],
])('refuses with %i tcb/%s (%#)', async (errcode, path, fields) => {
  const answer = await cloud.tcb(path, fields())

  expect(answer).toEqual({ status: 200, errcode, errmsg: expect.stringContaining(' rid: ') })
})

it('takes 50 files in one call', async () => {
  const answer = await cloud.tcb('batchdeletefile', { fileid_list: many(50) })

  expect(answer.delete_list).toHaveLength(50)
})

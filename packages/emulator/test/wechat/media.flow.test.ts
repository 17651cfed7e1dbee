import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { type Emulator, startEmulator } from '../../src/index.js'
import { follows } from '../follows.js'

const DAY_MS = 86_400_000
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])

let nowMs: number
let emulator: Emulator
let token: string

beforeEach(async () => {
  nowMs = Date.parse('2026-11-28T00:00:00Z')
  emulator = await startEmulator({ now: () => nowMs })
  token = await tokenOf(emulator.wechat.official)
})
afterEach(() => emulator.close())

async function tokenOf({ appid, secret }: { appid: string; secret: string }): Promise<string> {
  const body = JSON.stringify({ grant_type: 'client_credential', appid, secret })
  const answer = await fetch(`${emulator.wechat.endpoint}/cgi-bin/stable_token`, { method: 'POST', body })
  const { access_token } = (await answer.json()) as { access_token: string }
  return access_token
}

const address = (name: string, query: Record<string, string>) =>
  `${emulator.wechat.endpoint}/cgi-bin/media/${name}?${new URLSearchParams({ access_token: token, ...query }).toString()}`

async function upload(bytes: Uint8Array<ArrayBuffer>, { type = 'image', field = 'media' } = {}) {
  const body = new FormData()
  body.append(field, new Blob([bytes]), 'a.jpg')
  const answer = await fetch(address('upload', { type }), { method: 'POST', body })
  return (await answer.json()) as { type?: string; media_id: string; created_at?: number; errcode?: number }
}

async function get(media_id: string, query: Record<string, string> = {}) {
  const answer = await fetch(address('get', { media_id, ...query }))
  const bytes = Buffer.from(await answer.arrayBuffer())
  const header = (name: string) => answer.headers.get(name)
  return { status: answer.status, bytes, type: header('content-type'), disposition: header('content-disposition') }
}

const refusalOf = async (media_id: string, query?: Record<string, string>) => {
  const { status, bytes, type } = await get(media_id, query)
  return { status, type, ...(JSON.parse(bytes.toString()) as { errcode?: number; errmsg?: string }) }
}

follows('official account documents, 新增临时素材 and 获取临时素材', { seenOnRealService: 'never' }, () => {
  it('gives back what was uploaded, as often as it is asked', async () => {
    const { media_id, ...rest } = await upload(JPEG)

    expect(rest).toEqual({ type: 'image', created_at: nowMs / 1_000 })
    for (const answer of [await get(media_id), await get(media_id)]) {
      expect(answer).toEqual({
        status: 200,
        bytes: JPEG,
        type: 'image/jpeg',
        disposition: `attachment; filename="${media_id}.jpg"`,
      })
    }
  })

  it('forgets it after three days: 40007 in text/plain under status 200', async () => {
    const { media_id } = await upload(JPEG)
    nowMs += 3 * DAY_MS - 1
    // The token of three days ago has ended too.
    token = await tokenOf(emulator.wechat.official)

    expect((await get(media_id)).bytes).toEqual(JPEG)
    nowMs += 1
    expect(await refusalOf(media_id)).toEqual({
      status: 200,
      type: 'text/plain',
      errcode: 40007,
      errmsg: expect.stringMatching(/^invalid media_id hint: \[.*rid: /),
    })
  })

  it('answers a video by JSON with a link', async () => {
    const { media_id } = await upload(JPEG, { type: 'video' })

    const { status, bytes } = await get(media_id)

    expect(status).toBe(200)
    expect(JSON.parse(bytes.toString())).toEqual({ video_url: expect.stringMatching(/^http:/) })
  })

  it('takes tokens of the service account alone', async () => {
    const { media_id } = await upload(JPEG)
    const access_token = await tokenOf(emulator.wechat)

    expect(await refusalOf(media_id, { access_token })).toMatchObject({ errcode: 40001 })
    expect(await refusalOf(media_id, { access_token: '' })).toMatchObject({ errcode: 41001 })
    nowMs += 7_200_000
    expect(await refusalOf(media_id)).toMatchObject({ errcode: 42001 })
  })

  it('refuses uploads of no kind, without a file, or with an empty one', async () => {
    expect(await upload(JPEG, { type: 'sticker' })).toMatchObject({ errcode: 40004 })
    expect(await upload(JPEG, { field: 'photo' })).toMatchObject({ errcode: 41005 })
    expect(await upload(new Uint8Array())).toMatchObject({ errcode: 40006 })
    const noForm = await fetch(address('upload', { type: 'image' }), { method: 'POST', body: 'bytes' })
    expect(await noForm.json()).toMatchObject({ errcode: 41005 })
  })
})

it('a planted file is given out with the type and without the length that a test wants', async () => {
  const bytes = Buffer.from('<html>')

  const answer = await fetch(
    address('get', { media_id: emulator.media.add({ bytes, contentType: 'text/html', hasLength: false }) }),
  )

  expect(answer.headers.get('content-length')).toBeNull()
  expect(answer.headers.get('content-type')).toBe('text/html')
  expect(await answer.text()).toBe('<html>')
})

it('a fault refuses one token, and the next call passes', async () => {
  const { media_id } = await upload(JPEG)
  emulator.faults.add({ service: 'wechat', targetContains: '/media/get', fault: { code: '40001' }, times: 1 })

  expect(await refusalOf(media_id)).toMatchObject({ status: 200, errcode: 40001 })
  expect((await get(media_id)).bytes).toEqual(JPEG)
})

import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { type Emulator, startEmulator } from '../../src/index.js'
import { follows } from '../follows.js'
import { WechatClient } from '../wechat/wechat-client.js'
import { CloudClient } from './cloud-client.js'

let emulator: Emulator
let cloud: CloudClient

beforeEach(async () => {
  emulator = await startEmulator()
  cloud = new CloudClient(emulator)
})
afterEach(() => emulator.close())

const rid = expect.stringContaining(' rid: ')
const GETAUTH = '/_/cos/getauth'
const ENCODE = '/_/cos/metaid/encode'
const DECODE = '/_/cos/metaid/decode'
/** The mini-program's account, at the door of a container. */
const inContainer = () => new WechatClient({ ...emulator.wechat, endpoint: emulator.openInterface.endpoint })
const token = async () => (await new WechatClient(emulator.wechat).stableToken()).access_token ?? ''

follows('open interface service', { seenOnRealService: 'never' }, () => {
  it('gives keys and meta ids without a token, and says which call it was', async () => {
    const keys = await fetch(emulator.openInterface.endpoint + GETAUTH)

    expect(keys.status).toBe(200)
    expect(keys.headers.get('x-openapi-seqid')).toMatch(/^\S+$/)
    expect(await keys.json()).toEqual({
      TmpSecretId: expect.stringMatching(/^AKID/),
      TmpSecretKey: expect.any(String),
      Token: expect.stringMatching(/^\S{400,}$/),
      ExpiredTime: expect.stringMatching(/^\d{10}$/),
    })
  })

  it('takes calls without a token for its own, so that logins and token calls fail', async () => {
    const answers = await Promise.all([
      inContainer().logIn({ js_code: 'code-li' }),
      inContainer().plainToken(),
      inContainer().stableToken(),
      cloud.open('/tcb/uploadfile', { path: 'a.jpg' }),
      cloud.open('/sns/unknown'),
    ])

    for (const answer of answers) expect(answer).toEqual({ status: 200, errcode: 85107, errmsg: rid })
    const later = await new WechatClient(emulator.wechat).logIn({ js_code: 'code-li' })
    expect(later.openid).toBeDefined()
  })

  it('lets calls that carry a token pass unchanged', async () => {
    const { env } = emulator.cloud
    const fields = { env, path: 'a.jpg' }

    const answer = await cloud.open(`/tcb/uploadfile?access_token=${await token()}`, fields)
    const wrong = await cloud.open('/tcb/uploadfile?access_token=null', fields)

    expect(answer).toMatchObject({ errcode: 0, file_id: `cloud://${env}.${emulator.cloud.bucket}/a.jpg` })
    expect(wrong.errcode).toBe(40014)
  })

  it('answers what is on its list alone', async () => {
    emulator.settings.change({ openInterfacePaths: [ENCODE] })

    const listed = await cloud.open(ENCODE, { openid: '', bucket: emulator.cloud.bucket, paths: ['a'] })
    const keys = await cloud.getauth()
    const decoded = await cloud.open(DECODE, { metaid: 'x' })

    expect(listed.errcode).toBe(0)
    expect([keys.errcode, decoded.errcode]).toEqual([85107, 85107])
  })

  it('refuses what is no cloud call, although it is on the list', async () => {
    emulator.settings.change({ openInterfacePaths: ['/tcb/uploadfile', '/sns/jscode2session'] })

    const link = await cloud.open('/tcb/uploadfile', { env: emulator.cloud.env, path: 'a.jpg' })
    const login = await inContainer().logIn({ js_code: 'code-li' })

    expect([link.errcode, login.errcode]).toEqual([48001, 48001])
  })

  it('is not there while it is switched off: no keys, a missing token, and logins that work', async () => {
    emulator.settings.change({ openInterface: false })

    const keys = await fetch(emulator.openInterface.endpoint + GETAUTH)
    const encoded = await cloud.open(ENCODE, { openid: '', bucket: emulator.cloud.bucket, paths: ['a'] })
    const login = await inContainer().logIn({ js_code: 'code-li' })

    expect([keys.status, await keys.text()]).toEqual([404, ''])
    expect(encoded.errcode).toBe(41001)
    expect(login.openid).toBeDefined()
  })

  it('is not there at the public address, with a token either', async () => {
    const keys = await fetch(emulator.wechat.endpoint + GETAUTH)
    const withToken = await fetch(`${emulator.wechat.endpoint}${GETAUTH}?access_token=${await token()}`)
    const wechat = new WechatClient(emulator.wechat)
    const send = (target: string) => wechat.send(target, { method: 'POST', body: '{"metaid":"x"}' })

    expect([keys.status, await keys.text(), withToken.status]).toEqual([404, '', 404])
    expect([await send(ENCODE), await send(DECODE)]).toMatchObject([{ errcode: 41001 }, { errcode: 41001 }])
    expect(await send(`${DECODE}?access_token=${await token()}`)).toMatchObject({ errcode: 48001 })
  })

  it('may not be ready yet: 85113 for the first calls', async () => {
    emulator.faults.add({ service: 'wechat', targetContains: '/_/cos/', fault: { code: '85113' }, times: 2 })

    const codes = [await cloud.getauth(), await cloud.getauth(), await cloud.getauth()].map(({ errcode }) => errcode)

    expect(codes).toEqual([85113, 85113, undefined])
  })

  it.each([
    [43001, GETAUTH, 'POST', '{}'],
    [43002, ENCODE, 'GET', null],
    [43002, DECODE, 'GET', null],
    [44002, ENCODE, 'POST', ''],
    [47001, ENCODE, 'POST', 'openid=x'],
    [40101, ENCODE, 'POST', '{"openid":"x","paths":["a"]}'],
    [40101, ENCODE, 'POST', '{"openid":"x","bucket":"b-1"}'],
    [40097, ENCODE, 'POST', '{"openid":"x","bucket":"b-1","paths":"a"}'],
    [40097, ENCODE, 'POST', '{"openid":"x","bucket":"b-1","paths":[5]}'],
    [40097, ENCODE, 'POST', '{"openid":5,"bucket":"b-1","paths":["a"]}'],
    [40097, ENCODE, 'POST', '{"openid":"x","bucket":5,"paths":["a"]}'],
    [40101, DECODE, 'POST', '{}'],
    [40097, DECODE, 'POST', '{"metaid":"abc"}'],
    [40097, DECODE, 'POST', '{"metaid":5}'],
  ])('refuses with %i: %s %s %s', async (errcode, path, method, body) => {
    const response = await fetch(emulator.openInterface.endpoint + path, { method, body })

    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ errcode, errmsg: rid })
  })
})

follows('metaid/encode and decode', { seenOnRealService: 'never' }, () => {
  it('state owner, bucket and path, in the order asked, also of what does not exist', async () => {
    const paths = ['/相册/a.jpg', 'b.jpg']
    const { respdata } = await cloud.open(ENCODE, { openid: 'oXiaoming', bucket: 'other-1250000001', paths })

    const decoded = await Promise.all(respdata.x_cos_meta_field_strs.map((metaid) => cloud.open(DECODE, { metaid })))

    const common = {
      openid: 'oXiaoming',
      bucket: 'other-1250000001',
      appid: '1250000001',
      mpAppId: emulator.wechat.appid,
    }
    expect(decoded.map((answer) => answer.respdata.raw_data)).toEqual(paths.map((path) => ({ ...common, path })))
  })

  it('take an empty openid for the administrator, and long paths in one header', async () => {
    const { bucket } = emulator.cloud

    const { respdata } = await cloud.open(ENCODE, { bucket, paths: ['照'.repeat(283)] })

    const [metaId = ''] = respdata.x_cos_meta_field_strs
    expect((await cloud.open(DECODE, { metaid: metaId })).respdata.raw_data['openid']).toBe('')
    expect(metaId.length).toBeLessThan(2_000)
  })

  it('do not take what was edited', async () => {
    const { respdata } = await cloud.open(ENCODE, { openid: 'oA', bucket: emulator.cloud.bucket, paths: ['a'] })
    const bytes = Buffer.from(respdata.x_cos_meta_field_strs[0] ?? '', 'base64')
    const edited = Buffer.from(bytes.toString('latin1').replace('oA', 'oB'), 'latin1').toString('base64')

    const answer = await cloud.open(DECODE, { metaid: edited })

    expect(answer.errcode).toBe(40097)
  })
})

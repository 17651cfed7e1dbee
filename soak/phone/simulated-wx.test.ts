import { describe, expect, it } from '@jest/globals'
import { atHalf, PHOTO, smallWorld } from '../test/small-world.ts'
import { USER_SPACE } from './phone.ts'
import { lineBroke } from './wechat-failure.ts'

const DONE = 'success 204'

describe('a transfer', () => {
  it('tells its bytes with the form around them, then succeeds', async () => {
    const { upload, pass, heard, bucket } = smallWorld()
    upload()

    await pass(5_000)

    expect(heard.map(({ what }) => what)).toEqual([
      'progress 25600',
      'progress 50600',
      'progress 75600',
      'progress 100600',
      DONE,
    ])
    // 100 ms to connect, 1 s of bytes, 50 ms there, 15 ms in the bucket and 50 ms back.
    expect(heard.at(-1)?.atMs).toBe(1_215)
    expect(bucket.objects.get('incoming/photo-0')).toEqual({ byteLength: PHOTO.byteLength, md5: PHOTO.md5 })
  })

  it.each([
    ['an ended grant', { 'simulated-ends-at': '0' }, 'success 403 AccessDenied'],
    ['other bytes', { 'Content-MD5': 'b'.repeat(32) }, 'success 400 BadDigest'],
    ['another length', { 'simulated-length': '5' }, 'success 400 EntityTooLarge'],
  ])('with %s is refused, which wx calls a success, and stores nothing', async (_, fields, said) => {
    const { upload, pass, words, bucket } = smallWorld()
    upload(fields)

    await pass(5_000)

    expect(words().at(-1)).toBe(said)
    expect(bucket.objects.size).toBe(0)
  })

  it('takes one of ten slots; the eleventh fails', async () => {
    const { upload, pass, words } = smallWorld()
    for (let n = 0; n < 11; n++) upload()

    await pass(10)

    expect(words()).toEqual(['uploadFile:fail network exceed max task count 600007'])
  })

  it('is cut at its time limit, and by abort', async () => {
    const { upload, pass, words } = smallWorld()
    upload({}, 300)
    upload().abort()

    await pass(5_000)

    expect(words().filter((what) => !what.startsWith('progress'))).toEqual([
      'uploadFile:fail abort undefined',
      'uploadFile:fail timeout 5',
    ])
  })
})

describe('in the background', () => {
  it('a transfer that ends within 5 s is heard of', async () => {
    const { upload, pass, phone, words } = smallWorld()
    upload()
    phone.hide()

    await pass(10_000)

    expect(words().at(-1)).toBe(DONE)
  })

  it('what is not finished after 5 s is interrupted, and the app hears so when it comes back', async () => {
    const { upload, pass, phone, words, bucket } = smallWorld(atHalf((call) => call.pauseFor(8_000)))
    upload()
    phone.hide()
    await pass(20_000)
    expect(words()).toEqual(['progress 25600', 'progress 50600'])

    phone.show()

    expect(words().at(-1)).toBe('uploadFile:fail interrupted 600003')
    expect(bucket.objects.size).toBe(0)
  })

  it('calls are interrupted at once', async () => {
    const { logIn, pass, phone, words } = smallWorld()
    phone.hide()
    logIn()

    await pass(100)

    expect(words()).toEqual(['request:fail interrupted 600003'])
  })

  it('the app stands still after 5 s, with its timers, and goes on when it is shown', async () => {
    const { pass, phone, hear, words } = smallWorld()
    phone.run.clock.schedule(4_000, () => hear('timer of 4 s'))
    phone.run.clock.schedule(7_000, () => hear('timer of 7 s'))
    phone.run.showListeners.add(() => hear('shown'))
    phone.hide()
    await pass(20_000)
    expect(words()).toEqual(['timer of 4 s'])

    phone.show()

    expect(words()).toEqual(['timer of 4 s', 'shown', 'timer of 7 s'])
  })
})

describe('a killed app', () => {
  it('hears nothing any more, and keeps what it has stored', async () => {
    const world = smallWorld()
    world.wx.setStorage({ key: 'a', data: 'written before', success: () => world.hear('stored') })
    world.upload()
    world.phone.kill()
    await world.pass(5_000)
    expect(world.words()).toEqual([])

    world.start()
    world.wx.getStorage({ key: 'a', success: ({ data }) => world.hear(String(data)) })
    await world.pass(10)

    expect(world.words()).toEqual(['written before'])
  })

  it('may leave its last write cut in half', async () => {
    const world = smallWorld()
    world.wx.setStorage({ key: 'a', data: 'written before' })
    await world.pass(10)

    world.phone.kill({ torn: true })

    expect(world.phone.storage.get('a')).toBe('written')
  })

  it('is not killed once more before it was started: what it has written since is whole', async () => {
    const world = smallWorld()
    world.wx.setStorage({ key: 'a', data: 'written before' })
    world.phone.kill()
    await world.pass(10)

    world.phone.kill({ torn: true })

    expect(world.phone.storage.get('a')).toBe('written before')
    expect(world.phone.killCount).toBe(1)
  })

  it('leaves on the way what had arrived', async () => {
    const { upload, pass, phone, bucket } = smallWorld()
    upload()
    await pass(1_160)

    phone.kill()
    await pass(1_000)

    expect(bucket.objects.size).toBe(1)
  })
})

describe('files', () => {
  const COPY = `${USER_SPACE}/copy.jpg`

  it('in user space outlive the app, temporary ones do not', async () => {
    const world = smallWorld()
    world.wx.getFileSystemManager().copyFile({ srcPath: PHOTO.path, destPath: COPY, success: () => world.hear('kept') })
    await world.pass(100)

    world.phone.kill()
    world.start()
    const files = world.wx.getFileSystemManager()
    files.stat({ path: PHOTO.path, fail: ({ errno }) => world.hear(`temporary ${errno}`) })
    files.getFileInfo({ filePath: COPY, digestAlgorithm: 'md5', success: ({ digest }) => world.hear(digest) })
    await world.pass(100)
    files.readdir({ dirPath: USER_SPACE, success: ({ files: names }) => world.hear(names.join()) })
    await world.pass(100)
    files.unlink({ filePath: COPY, success: () => world.hear('gone') })
    await world.pass(100)

    expect(world.words()).toEqual(['kept', 'temporary 1300002', PHOTO.md5, 'copy.jpg', 'gone'])
    expect(world.phone.files.size).toBe(0)
    expect(world.phone.lostFiles.size).toBe(0)
  })

  it('are half there when the app is killed in the middle of a copy', async () => {
    const world = smallWorld()
    world.wx.getFileSystemManager().copyFile({ srcPath: PHOTO.path, destPath: COPY })
    await world.pass(2.1)

    world.phone.kill()
    await world.pass(100)

    expect(world.phone.files.get(COPY)?.byteLength).toBe(PHOTO.byteLength / 2)
    expect([...world.phone.lostFiles]).toEqual([PHOTO.path])
  })

  it('are refused where there is no room, and once storage is full', async () => {
    const { wx, phone, pass, hear, words } = smallWorld()
    const files = wx.getFileSystemManager()
    const write = (name: string, byteLength: number): void =>
      files.writeFile({
        filePath: `${USER_SPACE}/${name}`,
        data: new ArrayBuffer(byteLength),
        success: () => hear(name),
        fail: ({ errno }) => hear(`${name} ${errno}`),
      })
    phone.userSpaceBytes = 1_000
    write('a', 600)
    await pass(10)
    write('a', 1_000)
    await pass(10)
    write('b', 1)
    await pass(10)
    phone.userSpaceBytes = 2_000
    phone.storageIsFull = true
    write('c', 1)
    await pass(10)

    expect(words()).toEqual(['a', 'a', 'b 1300202', 'c 1300202'])
  })
})

describe('storage', () => {
  it('takes 1 MB a key, 10 MB in all, and nothing once it is full', async () => {
    const { wx, pass, phone, hear, words } = smallWorld()
    const set = (key: string, bytes: number): unknown =>
      wx.setStorage({
        key,
        data: 'x'.repeat(bytes),
        success: () => hear(key),
        fail: ({ errno }) => hear(`${key} ${errno}`),
      })
    const megabyte = 1024 * 1024
    const numbers = Array.from({ length: 11 }, (_, number) => `${number}`)
    set('too large', megabyte + 1)
    for (const number of numbers) set(number, megabyte)
    await pass(100)
    phone.storageIsFull = true
    set('1', 1)
    await pass(100)

    expect(words()).toEqual(['too large 1300202', ...numbers.slice(0, 10), '10 1300202', '1 1300202'])
  })
})

describe('the line', () => {
  it('that changes from Wi-Fi to mobile data breaks what is under way and says what it is now', async () => {
    const { wx, line, upload, pass, hear, words } = smallWorld()
    wx.onNetworkStatusChange(({ isConnected, networkType }) => hear(`${networkType} ${isConnected}`))
    upload()
    await pass(10)
    line.changeKind({ isMobile: true })
    wx.getNetworkType({ success: ({ networkType }) => hear(`asked: ${networkType}`) })
    await pass(10)
    line.changeKind({ isMobile: false })
    await pass(1_000)

    expect(words()).toEqual([
      '4g true',
      'uploadFile:fail -101:net::ERR_CONNECTION_RESET 600001',
      'asked: 4g',
      'wifi true',
    ])
  })

  it('that goes down breaks what is under way, refuses what comes, and tells if it is told to', async () => {
    const { wx, line, upload, logIn, pass, hear, words } = smallWorld()
    wx.onNetworkStatusChange(({ isConnected }) => hear(`connected ${isConnected}`))
    upload()
    await pass(10)
    const endSilent = line.goDown({ told: false })
    const endTold = line.goDown({ told: true })
    logIn()
    await pass(10)
    endTold()
    endSilent()
    logIn()
    await pass(1_000)

    expect(words()).toEqual([
      'uploadFile:fail -106:net::ERR_INTERNET_DISCONNECTED 600001',
      'connected false',
      'request:fail -106:net::ERR_INTERNET_DISCONNECTED 600001',
      'connected true',
      'success 200',
    ])
  })
})

describe('a fault', () => {
  it('can break a transfer at a byte: nothing is stored', async () => {
    const { upload, pass, words, bucket, line } = smallWorld(atHalf((call) => call.fail(lineBroke(call.api))))
    upload()

    await pass(5_000)

    expect(words().at(-1)).toBe('uploadFile:fail -101:net::ERR_CONNECTION_RESET 600001')
    expect(bucket.objects.size).toBe(0)
    expect(Math.round(line.uplink.carriedBytes)).toBe(50_000)
  })

  it('can lose the answer to what is stored', async () => {
    const lost = smallWorld(atHalf((call) => call.whenProcessed(() => call.fail(lineBroke(call.api)))))
    lost.upload()

    await lost.pass(5_000)

    expect(lost.words().at(-1)).toMatch(/CONNECTION_RESET/)
    expect(lost.bucket.objects.size).toBe(1)
  })

  it('can make a call silent for ever: no limit ends it, and no abort is heard', async () => {
    const { upload, pass, words } = smallWorld(atHalf((call) => call.goSilent()))
    const task = upload()
    await pass(5_000)

    task.abort()
    await pass(600_000)

    expect(words()).toEqual(['progress 25600', 'progress 50600'])
  })

  it('can stall a transfer until the limit ends it', async () => {
    const { upload, pass, heard } = smallWorld(atHalf((call) => call.hang()))
    upload()

    await pass(600_000)

    expect(heard.at(-1)).toEqual({ what: 'uploadFile:fail timeout 5', atMs: 60_000 })
  })

  it('can make the phone say failure, then success', async () => {
    const { upload, pass, words } = smallWorld(atHalf((call) => call.tellFailed(lineBroke(call.api))))
    upload()

    await pass(5_000)

    expect(words().filter((what) => !what.startsWith('progress'))).toEqual([
      'uploadFile:fail -101:net::ERR_CONNECTION_RESET 600001',
      DONE,
    ])
  })

  it('can make the phone say success, then failure', async () => {
    const { upload, pass, words } = smallWorld(atHalf((call) => call.thenTell({ failure: lineBroke(call.api) })))
    upload()

    await pass(5_000)

    expect(words().slice(-2)).toEqual([DONE, 'uploadFile:fail -101:net::ERR_CONNECTION_RESET 600001'])
  })

  it('can have a transfer arrive once more, after it was heard of', async () => {
    const { upload, pass, words, bucket } = smallWorld(atHalf((call) => call.arriveAgainAfter(3_000)))
    upload()
    await pass(2_000)
    expect(words().at(-1)).toBe(DONE)
    bucket.objects.clear()

    await pass(3_000)

    expect(bucket.objects.size).toBe(1)
    expect(words().at(-1)).toBe(DONE)
  })
})

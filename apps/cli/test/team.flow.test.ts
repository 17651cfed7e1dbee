import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Database } from '@photolift/database'
import { type Emulator, startEmulator } from '@photolift/emulator'
import { type CommandPlace, run, runBundle, startBundle, variablesFor } from './command.js'
import { addPhoto, makeTeamDatabase, type TeamDatabase } from './team-database.js'

let emulator: Emulator
let root: string
let place: CommandPlace
let team: TeamDatabase
let database: Database

beforeAll(async () => {
  emulator = await startEmulator()
})
afterAll(() => emulator.close())

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'photolift-team-'))
  team = await makeTeamDatabase(root, { ming: 'oMing_1', hong: 'oHong_1' })
  database = team.database
  place = {
    variables: { ...variablesFor('cos', emulator, join(root, 'state')), DATABASE_URL: team.url },
    folder: root,
  }
  const at = (day: string) => Date.parse(`2026-11-${day}T12:00:00+08:00`)
  await addPhoto(database, emulator, {
    photoId: 'p1',
    userId: 'ming',
    content: 'one',
    name: 'IMG_1.jpg',
    createdAt: at('18'),
  })
  await addPhoto(database, emulator, {
    photoId: 'p2',
    userId: 'hong',
    content: 'two',
    name: 'IMG_1.jpg',
    createdAt: at('19'),
  })
  await addPhoto(database, emulator, {
    photoId: 'p3',
    userId: 'ming',
    content: 'three',
    name: '../../evil.jpg',
    createdAt: at('20'),
  })
  await addPhoto(database, emulator, { photoId: 'p4', userId: 'hong', content: 'four', createdAt: at('20') + 1 })
  await addPhoto(database, emulator, { photoId: 'p5', userId: 'hong', content: 'five', status: 'deleted' })
})
afterEach(async () => {
  emulator.faults.clear()
  await team.close()
  await rm(root, { recursive: true, force: true })
})

const idOf = (photoId: string, userId = 'ming') => `cos://${emulator.cos.bucket}/photos/${userId}/${photoId}/final`

describe("everybody's photos", () => {
  it('are listed, oldest first, without what was deleted', async () => {
    const { stdout, code } = await runBundle(['list', '--photos', '--json'], place)

    expect(code).toBe(0)
    const { photos } = JSON.parse(stdout) as { photos: { photoId: string }[] }
    expect(photos.map(({ photoId }) => photoId)).toEqual(['p1', 'p2', 'p3', 'p4'])
    expect(photos[0]).toEqual({
      photoId: 'p1',
      userId: 'ming',
      openid: 'oMing_1',
      name: 'IMG_1.jpg',
      byteLength: 3,
      contentType: 'image/jpeg',
      createdAt: '2026-11-18T04:00:00.000Z',
      fileId: idOf('p1'),
    })
  })

  it.each([
    [
      ['--user', 'hong'],
      ['p2', 'p4'],
    ],
    [
      ['--user', 'oMing_1'],
      ['p1', 'p3'],
    ],
    [
      ['--since', '2026-11-20'],
      ['p3', 'p4'],
    ],
    [['--user', 'ming', '--since', '2026-11-18T04:00:00.001Z'], ['p3']],
  ])('are chosen by %j', async (options, photoIds) => {
    const { stdout } = await run(['list', ...options], place)

    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split('\t')[1]),
    ).toEqual(photoIds)
  })

  it('of nobody are an error, not an empty list', async () => {
    // `_` is a letter like any other here, and a part of an openid is not one.
    for (const user of ['nobody', 'oMing-1', 'Ming_1', '']) {
      const { stdout, stderr, code } = await run(['list', '--user', user], place)
      expect({ stdout, code }).toEqual({ stdout: '', code: 1 })
      expect(stderr).toMatch(/^FILE_NOT_FOUND/)
    }
  })

  it('are downloaded into one folder, under names that are safe and none given twice', async () => {
    const { code, stdout } = await run(['download', '--photos', '--to', 'out', '--json'], place)

    expect(code).toBe(0)
    expect((JSON.parse(stdout) as { downloaded: object[] }).downloaded).toHaveLength(4)
    expect((await readdir(join(root, 'out'))).toSorted()).toEqual([
      'IMG_1 (p2).jpg',
      'IMG_1.jpg',
      '_.._evil.jpg',
      'p4.jpg',
    ])
    expect(await readFile(join(root, 'out/IMG_1 (p2).jpg'), 'utf8')).toBe('two')

    const again = await run(['download', '--photos', '--to', 'out'], place)
    expect(again.stdout).toContain('0 files here, 4 were already, 0 failed.')
    // Alone, p2 would have the plain name, which p1 has here already.
    const alone = await run(['download', 'p2', '--to', 'out'], place)
    expect(alone.code).toBe(1)
    expect(await readFile(join(root, 'out/IMG_1.jpg'), 'utf8')).toBe('one')
  })

  it('whose bytes are not those of the row are no download', async () => {
    await addPhoto(database, emulator, { photoId: 'p6', userId: 'ming', content: 'six', contentMd5: '0'.repeat(32) })

    const { code, stdout } = await run(['download', 'p6', 'p1', '--to', 'out', '--json'], place)

    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      downloaded: [{ id: 'p1' }],
      failed: [{ id: 'p6', error: expect.stringMatching(/^FILE_DAMAGED/) }],
    })
    expect(await readdir(join(root, 'out'))).toEqual(['IMG_1.jpg'])
  })

  it('need the database, which is never made by looking', async () => {
    place.variables['DATABASE_URL'] = 'sqlite:missing.sqlite'

    const { stderr, code } = await run(['list', '--photos'], place)

    expect(code).toBe(2)
    expect(stderr).toContain('DATABASE_URL')
    await expect(stat(join(root, 'missing.sqlite'))).rejects.toThrow('ENOENT')
  })
})

describe('a download', () => {
  it('that is killed goes on where it was, in the next run', async () => {
    const content = Buffer.alloc(3_000_000, 'abcdefghij')
    await writeFile(join(root, 'big.bin'), content)
    await run(['upload', 'big.bin', '--to', 'downloads'], place)
    const id = `cos://${emulator.cos.bucket}/downloads/big.bin`
    const slow = emulator.faults.add({ service: 'cos', method: 'GET', fault: { bandwidthBytesPerSecond: 1_500_000 } })
    const { child, done } = startBundle(['download', id, '--output', 'copy.bin'], place)
    const partSize = () =>
      stat(join(root, 'copy.bin.part')).then(
        ({ size }) => size,
        () => 0,
      )
    while ((await partSize()) < 300_000) await pause(10)
    child.kill('SIGKILL')
    await done
    emulator.faults.remove(slow)
    const bytesHere = await partSize()
    // Whoever begins anew meets the end of the connection before that, every time.
    emulator.faults.add({ service: 'cos', method: 'GET', fault: { cutAnswerAfterBytes: content.length - bytesHere } })

    const { code } = await runBundle(['download', id, '--output', 'copy.bin'], place)

    expect(code).toBe(0)
    expect((await readFile(join(root, 'copy.bin'))).equals(content)).toBe(true)
    expect((await readdir(root)).filter((name) => name.includes('.part'))).toEqual([])
  })

  it('survives connections that break', async () => {
    await writeFile(join(root, 'some.bin'), Buffer.alloc(500_000, 'z'))
    await run(['upload', 'some.bin', '--to', 'downloads'], place)
    emulator.faults.add({ service: 'cos', method: 'GET', fault: { cutAnswerAfterBytes: 100_000 }, times: 2 })

    const { code, stdout } = await run(
      ['download', `cos://${emulator.cos.bucket}/downloads/some.bin`, '--output', 'copy.bin'],
      place,
    )

    expect({ code, last: stdout.trim().split('\n').at(-1) }).toEqual({
      code: 0,
      last: '1 file here, 0 were already, 0 failed.',
    })
    expect((await stat(join(root, 'copy.bin'))).size).toBe(500_000)
  })

  it.each([
    ['no-such-photo', 'PHOTO_NOT_FOUND'],
    ['p5', 'PHOTO_NOT_FOUND'],
    ['cos://other-1250000000/a.jpg', 'FILE_NOT_FOUND'],
    ['cloud://env.bucket/a.jpg', 'FILE_NOT_FOUND'],
    ['../a.jpg', 'REQUEST_INVALID'],
    ['https://example.com/a.jpg', 'REQUEST_INVALID'],
  ])('of %s is refused with %s', async (id, errorCode) => {
    const { code, stdout } = await run(['download', id, '--to', 'out', '--json'], place)

    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toEqual({
      downloaded: [],
      skipped: [],
      failed: [{ id, error: expect.stringContaining(errorCode) }],
    })
  })

  it.each([[[]], [['p1', '--photos']], [['p1', 'p2', '--output', 'x']]])('is refused with %j', async (args) => {
    expect((await run(['download', ...args], place)).code).toBe(2)
  })
})

describe('links', () => {
  it('end when they are told to', async () => {
    const { stdout, code } = await run(['link', 'p1', idOf('p2', 'hong'), 'nope', '--ttl', '30m', '--json'], place)

    const { links, failed } = JSON.parse(stdout) as { links: { url: string; expiresAt: string }[]; failed: object[] }
    expect(code).toBe(1)
    expect(failed).toEqual([{ id: 'nope', error: expect.stringMatching(/^PHOTO_NOT_FOUND/) }])
    expect(await Promise.all(links.map(({ url }) => fetch(url).then((answer) => answer.text())))).toEqual([
      'one',
      'two',
    ])
    const life = Date.parse(links[0]?.expiresAt ?? '') - Date.now()
    expect(life).toBeGreaterThan(25 * 60_000)
    expect(life).toBeLessThanOrEqual(30 * 60_000)
    emulator.faults.add({ service: 'cos', fault: { clockSkewSeconds: 1_860 } })
    expect((await fetch(links[0]?.url ?? '')).status).toBe(403)
  })

  it.each(['cloudrun', 'tcb'] as const)(
    'of STORAGE=%s are of the file that the id names, not of its key in another bucket',
    async (storage) => {
      const at = { ...place, variables: variablesFor(storage, emulator, join(root, 'state')) }
      await writeFile(join(root, 'a.txt'), 'a')
      const { stdout: sent } = await run(['upload', 'a.txt', '--to', storage, '--json'], at)
      const right = (JSON.parse(sent) as { uploaded: { fileId: string }[] }).uploaded[0]?.fileId ?? ''
      const wrong = right.replace(`.${emulator.cloud.bucket}/`, '.9999-other-1300000000/')

      const links = await run(['link', right, wrong, '--json'], at)
      const removal = await run(['delete', wrong, '--yes'], at)
      const removals = await run(['delete', wrong, `${right}-not-there`, '--yes', '--json'], at)

      expect(JSON.parse(links.stdout)).toEqual({
        links: [expect.objectContaining({ id: right })],
        failed: [{ id: wrong, error: expect.stringMatching(/^FILE_NOT_FOUND: .*another bucket/) }],
      })
      expect(removal.code).toBe(1)
      expect(JSON.parse(removals.stdout)).toMatchObject({ failed: [{ id: wrong }] })
      expect(emulator.objects.list(`${storage}/a.txt`, { bucket: emulator.cloud.bucket })).toHaveLength(1)
    },
  )

  it('that end before the time that was asked for say so', async () => {
    const at = { ...place, variables: variablesFor('cloudrun', emulator, join(root, 'state')) }
    const id = `cloud://${emulator.cloud.env}.${emulator.cloud.bucket}/a.txt`

    const long = await run(['link', id, '--ttl', '1d'], at)
    const short = await run(['link', id, '--ttl', '60'], at)

    expect(long.stderr).toMatch(/^The links end before the time that was asked for, at 2/)
    expect(short.stderr).toBe('')
  })

  it('that cannot be made say why, once', async () => {
    const at = { ...place, variables: variablesFor('tcb', emulator, join(root, 'state')) }
    const id = `cloud://${emulator.cloud.env}.${emulator.cloud.bucket}/nothing-is-here`

    const { stderr, code } = await run(['link', id], at)

    expect(code).toBe(1)
    expect(stderr).toMatch(/ {2}FILE_NOT_FOUND: (?!FILE_NOT_FOUND)/)
  })

  it('of one id are the address alone', async () => {
    const { stdout } = await run(['link', 'p1'], place)

    expect(stdout).toMatch(/^http:\/\/\S+\n$/)
  })

  it.each(['0', '2d', 'forever', '-1'])('do not live for %s', async (ttl) => {
    expect((await run(['link', 'p1', '--ttl', ttl], place)).code).toBe(2)
  })
})

describe('deleting', () => {
  it('needs --yes where nobody can be asked', async () => {
    const { code, stderr } = await run(['delete', 'p1'], place)

    expect(code).toBe(2)
    expect(stderr).toContain('Nothing was deleted')
    expect(emulator.objects.list('photos/ming/p1/')).toHaveLength(1)
  })

  it('a photo takes its row, its quota and all its objects, once', async () => {
    const once = await run(['delete', 'p3', '--yes', '--json'], place)
    const twice = await run(['delete', 'p3', '--yes', '--json'], place)

    expect(JSON.parse(once.stdout)).toEqual({ deleted: [{ id: 'p3' }], failed: [] })
    expect(twice.code).toBe(0)
    expect(emulator.objects.list('photos/ming/p3/')).toEqual([])
    const row = await database.queries.selectFrom('photo').selectAll().where('photoId', '=', 'p3').executeTakeFirst()
    expect(row?.status).toBe('deleted')
    const account = await database.queries
      .selectFrom('account')
      .selectAll()
      .where('userId', '=', 'ming')
      .executeTakeFirst()
    // 'three' has five bytes; the day's count keeps it.
    expect(account).toMatchObject({ bytesHeld: 1_000_000 - 5, photosOfDay: 5 })
  })

  it('the object of a photo by its file id is refused: the row would name nothing', async () => {
    const { code, stderr } = await run(['delete', idOf('p1'), '--yes'], place)

    expect(code).toBe(1)
    expect(stderr).toContain('REQUEST_INVALID')
    expect(emulator.objects.list('photos/ming/p1/')).toHaveLength(1)
  })

  it('what is no id needs no database to be told', async () => {
    const { DATABASE_URL: _, ...variables } = place.variables

    const { stderr, code } = await run(['delete', './a.jpg', '--yes'], { ...place, variables })

    expect(code).toBe(1)
    expect(stderr).toMatch(/^FAILED {3}\.\/a\.jpg {2}REQUEST_INVALID: neither cloud/)
  })

  it('stops with Ctrl-C: what has not begun stays, and is told', async () => {
    const ids = Array.from({ length: 30 }, (_, n) => `cos://${emulator.cos.bucket}/files/${n}`)
    emulator.faults.add({ service: 'cos', fault: { latencyMs: 400 } })
    const { child, done } = startBundle(['delete', ...ids, '--yes', '--json'], place)
    while (emulator.faults.list().every(({ met }) => met === 0)) await pause(20)
    child.kill('SIGINT')

    const { stdout, code } = await done

    expect(code).toBe(130)
    const { deleted, failed } = JSON.parse(stdout) as { deleted: object[]; failed: { error: string }[] }
    expect(deleted.length + failed.length).toBe(30)
    expect(failed.length).toBeGreaterThan(0)
    for (const { error } of failed) expect(error).toMatch(/^CANCELLED: /)
  })

  it('several goes on where one fails', async () => {
    const { stdout, code } = await run(['delete', 'nope', 'p1', '--yes', '--json'], place)

    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toEqual({
      deleted: [{ id: 'p1' }],
      failed: [{ id: 'nope', error: expect.stringMatching(/^PHOTO_NOT_FOUND/) }],
    })
  })
})

describe('a list of files', () => {
  it('names what lies under a prefix', async () => {
    await writeFile(join(root, '照片.jpg'), 'x')
    await run(['upload', '照片.jpg', '--to', 'lists'], place)

    const { stdout } = await run(['list', 'lists/', '--json'], place)

    expect(JSON.parse(stdout)).toEqual({
      files: [
        {
          key: 'lists/照片.jpg',
          fileId: `cos://${emulator.cos.bucket}/lists/照片.jpg`,
          byteLength: 1,
          lastModifiedAt: expect.any(String),
        },
      ],
    })
  })

  it('has a prefix, a list of photos has none', async () => {
    const { stderr, code } = await run(['list', 'lists/', '--photos'], place)

    expect(code).toBe(2)
    expect(stderr).toMatch(/^REQUEST_INVALID: a prefix is for files/)
  })

  it('is nothing that tcb can give, and it says so', async () => {
    const { stderr, code } = await run(['list'], {
      ...place,
      variables: variablesFor('tcb', emulator, join(root, 'state')),
    })

    expect(code).toBe(1)
    expect(stderr).toMatch(/^STORAGE_CANNOT: .*cannot list/)
  })
})

import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { type Emulator, startEmulator } from '@photolift/emulator'
import { type CommandPlace, run, startBundle, variablesFor } from './command.js'

interface Report {
  uploaded: { path: string; fileId: string; url: string }[]
  skipped: { path: string }[]
  failed: { path: string; error: string }[]
}

let emulator: Emulator
let root: string
let photos: string

beforeAll(async () => {
  emulator = await startEmulator()
})
afterAll(() => emulator.close())

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'photolift-upload-'))
  photos = join(root, 'photos')
  await mkdir(photos)
})
afterEach(async () => {
  emulator.faults.clear()
  await rm(root, { recursive: true, force: true })
})

/** Each test has a prefix of its own. */
let prefixes = 0
const newPrefix = () => `upload-${++prefixes}`

const place = (storage: 'cos' | 'cloudrun' | 'tcb'): CommandPlace => ({
  variables: variablesFor(storage, emulator, join(root, 'state')),
  folder: root,
})

async function write(files: Record<string, string>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(photos, path)), { recursive: true })
    await writeFile(join(photos, path), content)
  }
}

async function upload(
  prefix: string,
  at: CommandPlace,
  ...options: string[]
): Promise<Report & { code: number | null }> {
  const { stdout, stderr, code } = await run(['upload', 'photos', '--to', prefix, '--json', ...options], at)
  try {
    return { ...(JSON.parse(stdout) as Report), code }
  } catch (error) {
    throw new Error(`no JSON; standard error: ${stderr}`, { cause: error })
  }
}

/** What really lies in the storage: name to MD5. */
function stored(storage: 'cos' | 'cloudrun' | 'tcb', prefix: string): Record<string, string> {
  const bucket = storage === 'cos' ? emulator.cos.bucket : emulator.cloud.bucket
  const objects = emulator.objects.list(`${prefix}/`, { bucket })
  return Object.fromEntries(objects.map(({ key, etag }) => [key.slice(prefix.length + 1), etag.replaceAll('"', '')]))
}

const md5 = (content: string) => createHash('md5').update(content).digest('hex')

const NAMES = {
  'a.txt': 'a',
  'empty.bin': '',
  '.hidden/setting': 'h',
  '旅行/照片 1 (副本).jpg': 'one',
  '旅行/👩‍👩‍👧 家.png': 'two',
  'percent%20 & plus+?#.txt': 'three',
}

describe.each(['cos', 'cloudrun', 'tcb'] as const)('a folder in STORAGE=%s', (storage) => {
  it('arrives whole, whatever its files are called, and once', async () => {
    const prefix = newPrefix()
    await write(NAMES)

    const first = await upload(prefix, place(storage))
    const second = await upload(prefix, place(storage))

    expect(first).toMatchObject({ skipped: [], failed: [], code: 0 })
    expect(first.uploaded.map(({ path }) => path).toSorted()).toEqual(Object.keys(NAMES).toSorted())
    expect(stored(storage, prefix)).toEqual(
      Object.fromEntries(Object.entries(NAMES).map(([name, content]) => [name, md5(content)])),
    )
    expect(second).toMatchObject({ uploaded: [], failed: [], code: 0 })
    expect(second.skipped).toHaveLength(Object.keys(NAMES).length)
  })

  it('is told with ids and links that work', async () => {
    const prefix = newPrefix()
    await write({ '照片.jpg': 'bytes' })

    const { uploaded } = await upload(prefix, place(storage))

    const bucket = storage === 'cos' ? emulator.cos.bucket : emulator.cloud.bucket
    const id =
      storage === 'cos'
        ? `cos://${bucket}/${prefix}/照片.jpg`
        : `cloud://${emulator.cloud.env}.${bucket}/${prefix}/照片.jpg`
    expect(uploaded).toEqual([{ path: '照片.jpg', fileId: id, url: expect.stringMatching(/^http/) }])
    await expect(fetch(uploaded[0]?.url ?? '').then((answer) => answer.text())).resolves.toBe('bytes')
  })

  it('is sent again only where something is missing or changed', async () => {
    const prefix = newPrefix()
    await write({ 'same.txt': 'same', 'changed.txt': 'old', 'gone.txt': 'gone', 'touched.txt': 'touched' })
    const first = await upload(prefix, place(storage))
    await write({ 'changed.txt': 'new', 'added.txt': 'added' })
    await utimes(join(photos, 'touched.txt'), 1, 1)
    const gone = first.uploaded.find(({ path }) => path === 'gone.txt')?.fileId ?? ''
    await run(['delete', gone, '--yes'], place(storage))

    const second = await upload(prefix, place(storage))

    expect(second.uploaded.map(({ path }) => path)).toEqual(['added.txt', 'changed.txt', 'gone.txt'])
    expect(second.skipped.map(({ path }) => path)).toEqual(['same.txt', 'touched.txt'])
    expect(stored(storage, prefix)['changed.txt']).toBe(md5('new'))
  })

  it('survives a storage that fails now and then', async () => {
    const prefix = newPrefix()
    await write(Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`${n}.txt`, `content ${n}`])))
    emulator.faults.add({ service: 'cos', fault: { status: 503, code: 'SlowDown' }, skip: 2, times: 3 })
    emulator.faults.add({ service: 'cos', fault: { loseReply: true }, skip: 9, times: 2 })

    const report = await upload(prefix, place(storage))

    expect(report).toMatchObject({ failed: [], code: 0 })
    expect(Object.keys(stored(storage, prefix))).toHaveLength(12)
  })

  it('that is cut by kill -9 is finished by the next run, without sending again what had arrived', async () => {
    const prefix = newPrefix()
    const content = 'x'.repeat(200_000)
    await write(Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`${10 + n}.bin`, `${n}${content}`])))
    const slow = emulator.faults.add({ service: 'cos', fault: { bandwidthBytesPerSecond: 400_000 } })
    const { child, done } = startBundle(['upload', 'photos', '--to', prefix, '--parallel', '2'], place(storage))
    while (Object.keys(stored(storage, prefix)).length < 3) await pause(20)
    child.kill('SIGKILL')
    await done
    emulator.faults.remove(slow)
    const arrived = Object.keys(stored(storage, prefix))

    const second = await upload(prefix, place(storage))

    expect(second).toMatchObject({ failed: [], code: 0 })
    expect(second.uploaded.length + second.skipped.length).toBe(12)
    // The reply of one or two may not have been heard; a storage that can list tells them all the same.
    const sentAgain = second.uploaded.filter(({ path }) => arrived.includes(path))
    expect(sentAgain.length).toBeLessThanOrEqual(storage === 'tcb' ? 2 : 0)
    expect(arrived.length).toBeLessThan(12)
    expect(Object.keys(stored(storage, prefix))).toHaveLength(12)
  })
})

describe('an upload', () => {
  it('goes on where one file fails, and names it in report and exit code', async () => {
    const prefix = newPrefix()
    await write({ 'one.txt': '1', 'bad.txt': '2', 'three.txt': '3' })
    emulator.faults.add({
      service: 'cos',
      method: 'PUT',
      targetContains: 'bad.txt',
      fault: { status: 403, code: 'AccessDenied' },
    })

    const report = await upload(prefix, place('cos'))

    expect(report.code).toBe(1)
    expect(report.uploaded.map(({ path }) => path)).toEqual(['one.txt', 'three.txt'])
    expect(report.failed).toEqual([{ path: 'bad.txt', error: expect.stringMatching(/^INTERNAL: .*AccessDenied/) }])

    const { stdout, code } = await run(['upload', 'photos', '--to', prefix], place('cos'))
    expect(code).toBe(1)
    expect(stdout).toContain('FAILED   bad.txt')
    expect(stdout).toContain('0 files sent, 2 there already, 1 failed.')
  })

  it('is told as one document of three lists, with paths inside the folder and nothing else', async () => {
    const prefix = newPrefix()
    await write({ '旅行/old.txt': 'old' })
    await upload(prefix, place('cos'))
    await write({ '旅行/new.txt': 'new', '旅行/bad\u0007.txt': 'bad' })

    const { stdout } = await run(['upload', 'photos', '--to', prefix, '--json'], place('cos'))

    expect(JSON.parse(stdout)).toStrictEqual({
      uploaded: [
        {
          path: '旅行/new.txt',
          fileId: `cos://${emulator.cos.bucket}/${prefix}/旅行/new.txt`,
          url: expect.stringMatching(/^http/),
        },
      ],
      skipped: [{ path: '旅行/old.txt' }],
      failed: [{ path: '旅行/bad\u0007.txt', error: expect.stringMatching(/^REQUEST_INVALID: /) }],
    })
    expect(stdout.trim().split('\n')).toHaveLength(1)
  })

  it('ends cleanly with Ctrl-C: what was finished counts, the rest is told', async () => {
    const prefix = newPrefix()
    await write(Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`${n}.bin`, `${n}${'y'.repeat(300_000)}`])))
    const slow = emulator.faults.add({ service: 'cos', fault: { bandwidthBytesPerSecond: 500_000 } })
    const { child, done } = startBundle(['upload', 'photos', '--to', prefix, '--json', '--parallel', '2'], place('cos'))
    // Two are under way at once: when the third is there, the command has heard of at least one.
    while (Object.keys(stored('cos', prefix)).length < 3) await pause(20)
    child.kill('SIGINT')

    const { stdout, code } = await done
    emulator.faults.remove(slow)
    const first = JSON.parse(stdout) as Report
    const second = await upload(prefix, place('cos'))

    expect(code).toBe(130)
    expect(first.uploaded.length).toBeGreaterThan(0)
    expect(first.failed.length).toBeGreaterThan(0)
    for (const { error } of first.failed) expect(error).toMatch(/^CANCELLED: /)
    expect(first.uploaded.length + first.failed.length).toBe(8)
    expect(second.uploaded.length).toBeLessThanOrEqual(first.failed.length)
    expect(second).toMatchObject({ failed: [], code: 0 })
  })

  it('that nobody listens to any more stops, and does not say that all is done', async () => {
    const prefix = newPrefix()
    await write(Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`${n}.txt`, `${n}`])))
    emulator.faults.add({ service: 'cos', fault: { latencyMs: 100 } })

    // As `photolift upload … | head -1` does it.
    const { child, done } = startBundle(['upload', 'photos', '--to', prefix, '--parallel', '1'], place('cos'))
    const unread = done.catch((error: unknown) => error)
    const ended = once(child, 'exit')
    child.stdout?.once('data', () => child.stdout?.destroy())

    await expect(ended).resolves.toEqual([130, null])
    await expect(unread).resolves.toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' })
    expect(Object.keys(stored('cos', prefix)).length).toBeLessThan(20)
  })

  it('that is stopped names what failed, not each file that it did not begin', async () => {
    const prefix = newPrefix()
    await write(Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`${n}.txt`, `${n}`])))
    emulator.faults.add({ service: 'cos', fault: { latencyMs: 200 } })
    const { child, done } = startBundle(['upload', 'photos', '--to', prefix, '--parallel', '1'], place('cos'))
    while (Object.keys(stored('cos', prefix)).length < 2) await pause(20)
    child.kill('SIGINT')

    const { stdout, code } = await done

    expect(code).toBe(130)
    expect(stdout).not.toContain('FAILED')
    expect(stdout).toMatch(
      /\d files? sent, 0 there already, 0 failed\. Stopped with \d+ files left: the next run goes on/,
    )
  })

  it('adopts what another computer has sent, where the storage can list', async () => {
    const prefix = newPrefix()
    await write({ 'a.txt': 'a', 'b.txt': 'b' })
    await upload(prefix, place('cos'))
    await rm(join(root, 'state'), { recursive: true })

    const report = await upload(prefix, place('cos'))

    expect(report).toMatchObject({ uploaded: [], failed: [] })
    expect(report.skipped).toHaveLength(2)
  })

  it('is told by plain lines in a pipe, without a sign that moves a cursor', async () => {
    await write({ 'a.txt': 'a', 'evil\u001b[31m\nname.txt': 'b' })

    const { stdout, stderr, code } = await run(['upload', 'photos', '--to', newPrefix()], place('cos'))

    // A line break in a name is no name in the storage.
    expect(code).toBe(1)
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(/^FAILED {3}evil\ufffd\[31m\ufffdname\.txt {2}REQUEST_INVALID/),
      expect.stringMatching(/^sent {5}a\.txt {2}cos:/),
      expect.stringMatching(/^FAILED {3}evil/),
      '1 file sent, 0 there already, 1 failed.',
      '',
    ])
    expect(stdout + stderr).not.toContain('\u001b')
  })

  it('leaves links out unless it is told to follow them, and says so', async () => {
    const prefix = newPrefix()
    await write({ 'in/a.txt': 'a' })
    await writeFile(join(root, 'secret.txt'), 'secret')
    await symlink('../secret.txt', join(photos, 'link.txt'))
    await symlink('..', join(photos, 'in/loop'))

    const plain = await run(['upload', 'photos', '--to', prefix, '--json'], place('cos'))
    const following = await upload(prefix, place('cos'), '--follow-links')

    expect((JSON.parse(plain.stdout) as Report).uploaded.map(({ path }) => path)).toEqual(['in/a.txt'])
    expect(plain.stderr).toContain('left out: in/loop (a symbolic link)')
    expect(following.uploaded.map(({ path }) => path)).toEqual(['link.txt'])
    expect(following.failed).toEqual([
      { path: 'in/loop', error: expect.stringMatching(/^FILE_UNREADABLE: .*own folder/) },
    ])
  })

  it('sends one of two files that have the same name in the storage, and tells of the other', async () => {
    const prefix = newPrefix()
    await write({ 'cafe\u0301.txt': 'two characters', 'caf\u00e9.txt': 'one character' })

    const { uploaded, failed } = await upload(prefix, place('cos'))

    expect(uploaded).toHaveLength(1)
    expect(failed).toEqual([
      { path: 'caf\u00e9.txt', error: expect.stringMatching(/^REQUEST_INVALID: .* has the same name in the storage/) },
    ])
  })

  it('does not send half of an old and half of a new file', async () => {
    const prefix = newPrefix()
    await write({ 'growing.log': 'x'.repeat(400_000) })
    emulator.faults.add({ service: 'cos', method: 'PUT', fault: { bandwidthBytesPerSecond: 200_000 } })
    const done = run(['upload', 'photos', '--to', prefix, '--json'], place('cos'))
    while (!emulator.faults.list().some(({ met }) => met > 0)) await pause(10)
    await appendFile(join(photos, 'growing.log'), 'more')

    const { stdout, code } = await done

    expect(code).toBe(1)
    expect((JSON.parse(stdout) as Report).failed).toEqual([
      { path: 'growing.log', error: expect.stringMatching(/^FILE_UNREADABLE: it changed while it was sent/) },
    ])
  })

  it('says so where it can keep nothing between runs', async () => {
    await write({ 'a.txt': 'a' })
    const at = place('cos')
    at.variables['XDG_STATE_HOME'] = join(photos, 'a.txt')

    const { stderr, code } = await run(['upload', 'photos'], at)

    expect(code).toBe(1)
    expect(stderr).toContain('set XDG_STATE_HOME')
  })

  it('takes single files, and tells of one that is not there', async () => {
    await write({ 'a.txt': 'a' })

    const { stdout, code } = await run(
      ['upload', 'photos/a.txt', 'nope.txt', '--json', '--to', newPrefix()],
      place('cos'),
    )

    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      uploaded: [{ path: 'a.txt' }],
      failed: [{ path: 'nope.txt', error: expect.stringMatching(/^FILE_NOT_FOUND/) }],
    })
  })

  it('refuses a place that the storage does not have, before it begins', async () => {
    await write({ 'a.txt': 'a' })

    for (const to of ['a//b', '/abs', '../up', 'incoming/x', 'a\u0007']) {
      const { code, stdout, stderr } = await run(['upload', 'photos', '--to', to], place('cos'))
      expect({ to, code, stdout }).toEqual({ to, code: 2, stdout: '' })
      expect(stderr).toContain('REQUEST_INVALID: --to')
    }
  })
})

describe('secrets', () => {
  it('stand in no argument, no output and no file that others can read', async () => {
    const at = place('tcb')
    await write({ 'a.txt': 'a'.repeat(100_000) })
    emulator.faults.add({ service: 'cos', fault: { bandwidthBytesPerSecond: 200_000 } })
    const { child, done } = startBundle(['upload', 'photos', '--to', newPrefix()], at)
    const commandLine = await readFile(`/proc/${child.pid}/cmdline`, 'utf8').catch(() => '')
    const { stdout, stderr } = await done
    const [tokenFile = ''] = await readdir(join(root, 'state/photolift/tokens'))
    const { wechatAccessToken } = JSON.parse(
      await readFile(join(root, 'state/photolift/tokens', tokenFile), 'utf8'),
    ) as { wechatAccessToken: string }

    for (const secret of [emulator.wechat.secret, wechatAccessToken]) {
      expect(commandLine + stdout + stderr).not.toContain(secret)
    }
    expect((await stat(join(root, 'state/photolift/tokens', tokenFile))).mode & 0o777).toBe(0o600)
    expect((await stat(join(root, 'state/photolift/tokens'))).mode & 0o777).toBe(0o700)
  })

  it('are refused as arguments, and not repeated', async () => {
    const { code, stdout, stderr } = await run(['upload', 'photos', '--secret=my-app-secret'], place('cos'))

    expect(code).toBe(2)
    expect(stderr).toContain('unknown option')
    expect(stdout + stderr).not.toContain('my-app-secret')
  })

  it('are not asked for where nobody sits: all that is missing is told at once', async () => {
    const { code, stderr } = await run(['upload', 'photos'], {
      variables: { STORAGE: 'tcb', WECHAT_APPID: 'x', HOME: root },
      folder: root,
    })

    expect(code).toBe(2)
    expect(stderr).toContain('WECHAT_APPID does not look like an appid')
    expect(stderr).toContain('WECHAT_SECRET is missing')
    expect(stderr).toContain('CLOUDRUN_ENV is missing')
  })

  it('that are wrong fail every file at once, with the reason', async () => {
    const at = place('tcb')
    at.variables['WECHAT_SECRET'] = 'f'.repeat(32)
    await write({ 'a.txt': 'a', 'b.txt': 'b' })

    const report = await upload(newPrefix(), at)

    expect(report.code).toBe(1)
    expect(report.failed.map(({ path }) => path)).toEqual(['a.txt', 'b.txt'])
    expect(report.failed[0]?.error).toMatch(/40125.*WECHAT_SECRET/)
  })
})

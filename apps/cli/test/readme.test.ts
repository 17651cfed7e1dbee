import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { type Emulator, startEmulator } from '@photolift/emulator'
import { setRules, WHOLE_RULES } from './bucket-rules.js'
import { runBundle, variablesFor } from './command.js'
import { addPhoto, makeTeamDatabase } from './team-database.js'

const REPOSITORY = join(import.meta.dirname, '../../..')

let emulator: Emulator
let root: string
let blocks: string[]

beforeAll(async () => {
  emulator = await startEmulator()
  const readme = await readFile(join(import.meta.dirname, '../README.md'), 'utf8')
  blocks = [...readme.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block = '']) => block)
})
afterAll(() => emulator.close())

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'photolift-readme-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

/** The arguments of each line that runs the command, with the emulator's names for the example's. */
function commands(block: string): string[][] {
  return block
    .replaceAll('photos-1250000000', emulator.cos.bucket)
    .split('\n')
    .filter((line) => line.startsWith('pnpm photolift '))
    .map((line) =>
      line
        .replace(/\s+#.*$/, '')
        .split(' ')
        .slice(2),
    )
}

describe('the examples in the README', () => {
  it('for an own bucket run, one after the other', async () => {
    const [own = ''] = blocks
    await setRules(emulator, WHOLE_RULES)
    await mkdir(join(root, 'photos'))
    await writeFile(join(root, 'photos/a.jpg'), 'a')
    const team = await makeTeamDatabase(root, { ming: 'oMing' })
    await addPhoto(team.database, emulator, { photoId: 'p1', userId: 'ming', content: 'x', createdAt: Date.now() })
    await team.close()
    const place = {
      folder: root,
      variables: {
        ...variablesFor('cos', emulator, join(root, 'state')),
        DATABASE_URL: team.url,
        JWT_SECRET: 'k7Qx-2mWz_9LpRt4VbN8sHdF3gYcJ6aE',
        WECHAT_APPID: emulator.wechat.appid,
        WECHAT_SECRET: emulator.wechat.secret,
        WECHAT_API_BASE_URL: emulator.wechat.endpoint,
      },
    }

    const codes: [string, number | null][] = []
    for (const args of commands(own)) codes.push([args.join(' '), (await runBundle(args, place)).code])

    expect(codes).toHaveLength(7)
    expect(codes.filter(([, code]) => code !== 0)).toEqual([])
    expect(await readFile(join(root, 'a.jpg'), 'utf8')).toBe('a')
    expect(await readdir(join(root, 'collected'))).toEqual(['p1.jpg'])
  })

  it('for a cloud environment run', async () => {
    const [, cloud = ''] = blocks
    await mkdir(join(root, '照片'))
    await writeFile(join(root, '照片/a.jpg'), 'a')

    const [args = []] = commands(cloud)
    const { stdout, code } = await runBundle(args, {
      folder: root,
      variables: variablesFor('tcb', emulator, join(root, 'state')),
    })

    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ uploaded: [{ path: 'a.jpg' }], failed: [] })
  })
})

it('the script of the repository builds the command, runs it where the person typed, and prints its result alone', async () => {
  await mkdir(join(root, 'photos'))
  await writeFile(join(root, 'photos/照片.jpg'), 'a')

  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(REPOSITORY, 'scripts/photolift.mjs'), 'upload', 'photos', '--json', '--to', 'script'],
    {
      cwd: REPOSITORY,
      env: { ...process.env, ...variablesFor('cos', emulator, join(root, 'state')), INIT_CWD: root },
    },
  )

  expect(JSON.parse(stdout)).toMatchObject({ uploaded: [{ path: '照片.jpg' }], skipped: [], failed: [] })
})

import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type Found, walk } from './walk.js'

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'photolift-walk-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function make(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(join(root, path, '..'), { recursive: true })
    await writeFile(join(root, path), '')
  }
}

async function found(names: string[], options = {}): Promise<string[]> {
  const things: Found[] = []
  for await (const thing of walk(
    names.map((name) => join(root, name)),
    options,
  ))
    things.push(thing)
  return things.map(({ kind, path }) => (kind === 'file' ? path : `${kind} ${path}`))
}

describe('what lies in a folder', () => {
  it('comes in the order of its names, the same in every run', async () => {
    await make('b.txt', 'a/2.txt', 'a/10.txt', 'B.txt', '子/文.txt', 'z/.hidden')

    const first = await found(['.'])

    expect(first).toEqual(['B.txt', 'a/10.txt', 'a/2.txt', 'b.txt', 'z/.hidden', '子/文.txt'])
    expect(await found(['.'])).toEqual(first)
  })

  it('has no hidden things where they are not wanted', async () => {
    await make('.git/config', 'a.txt', '.DS_Store')

    expect(await found(['.'], { skipHidden: true })).toEqual(['left-out .DS_Store', 'left-out .git', 'a.txt'])
  })

  it('of several folders keeps their names apart', async () => {
    await make('one/a.txt', 'two/a.txt', 'c.txt')

    expect(await found(['one', 'two', 'c.txt'])).toEqual(['one/a.txt', 'two/a.txt', 'c.txt'])
  })

  it('is not what links lead to, unless they are to be followed, and then never for ever', async () => {
    await make('a/one.txt', 'other/two.txt')
    await symlink(join(root, 'a'), join(root, 'a/self'))
    await symlink(join(root, 'other'), join(root, 'a/there'))
    await symlink('one.txt', join(root, 'a/again.txt'))
    await symlink('nowhere', join(root, 'a/broken'))

    expect(await found(['a'])).toEqual([
      'left-out again.txt',
      'left-out broken',
      'one.txt',
      'left-out self',
      'left-out there',
    ])
    expect(await found(['a'], { followLinks: true })).toEqual([
      'again.txt',
      'failed broken',
      'one.txt',
      'failed self',
      'there/two.txt',
    ])
  })

  it('can be something that is no file, at which nobody waits', async () => {
    await make('a.txt')
    const server = createServer()
    await new Promise<void>((listening) => server.listen(join(root, 'socket'), listening))

    expect(await found(['.'])).toEqual(['a.txt', 'left-out socket'])
    server.close()
  })

  it('can have a name that is no text', async () => {
    await writeFile(Buffer.concat([Buffer.from(`${root}/bad-`), Buffer.from([0xff, 0xfe])]), '')

    expect(await found(['.'])).toEqual([expect.stringMatching(/^failed bad-/)])
  })

  it('is an error where there is no folder', async () => {
    expect(await found(['nope'])).toEqual(['failed nope'])
  })
})

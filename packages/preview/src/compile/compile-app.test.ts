import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { compileApp } from './compile-app.js'
import { CompileError } from './compile-error.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'preview-'))
})

afterEach(() => rm(folder, { recursive: true }))

/** A mini-program of one page, with other files beside or in place of its own. */
async function app(files: Record<string, string | object> = {}): Promise<string> {
  const all = {
    'app.json': { pages: ['pages/home/index'] },
    'app.js': 'App({})',
    'pages/home/index.json': {},
    'pages/home/index.js': 'Page({})',
    'pages/home/index.wxml': '<view>home</view>',
    ...files,
  }
  for (const [path, content] of Object.entries(all)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return folder
}

function problemsOf(compiled: () => unknown): readonly string[] {
  try {
    compiled()
  } catch (error) {
    if (error instanceof CompileError) return error.problems
    throw error
  }
  return []
}

describe('what it compiles', () => {
  it('finds pages of subpackages and components that components use, each before its users', async () => {
    const root = await app({
      'app.json': { pages: ['pages/home/index'], subPackages: [{ root: 'more', pages: ['pages/extra'] }] },
      'more/pages/extra.js': 'Page({})',
      'more/pages/extra.wxml': '',
      'more/pages/extra.json': { usingComponents: { 'a-box': '/parts/box' } },
      'parts/box.json': { component: true, usingComponents: { 'a-lid': './lid' } },
      'parts/box.js': 'Component({})',
      'parts/box.wxml': '<a-lid/>',
      'parts/lid.json': { component: true },
      'parts/lid.js': 'Component({})',
      'parts/lid.wxml': '',
    })

    const { components, config } = compileApp(root)

    expect(config.pages).toEqual(['pages/home/index', 'more/pages/extra'])
    expect(Object.keys(components)).toEqual(['pages/home/index', 'parts/lid', 'parts/box', 'more/pages/extra'])
    expect(components['parts/box']?.config.usingComponents).toEqual({ 'a-lid': '/parts/lid' })
  })

  it('finds npm packages upwards, by their index too, and translates ES modules', async () => {
    const root = await app({
      'pages/home/index.js': "const { one } = require('tiny'); Page({ data: { one } })",
      'pages/home/index.json': { usingComponents: { 't-cell': 'kit/cell' } },
      'miniprogram_npm/tiny/index.js': 'export const one = 1',
      'miniprogram_npm/kit/cell/index.json': { component: true },
      'miniprogram_npm/kit/cell/index.js': 'Component({})',
      'miniprogram_npm/kit/cell/index.wxml': '',
    })

    const { modules, components } = compileApp(root)

    expect(modules['pages/home/index.js']?.dependencies).toEqual({ tiny: 'miniprogram_npm/tiny/index.js' })
    expect(modules['miniprogram_npm/tiny/index.js']?.code).toContain('module.exports')
    expect(Object.keys(components)).toContain('miniprogram_npm/kit/cell/index')
  })

  it('leaves CommonJS as it was built', async () => {
    const code = 'const top = 1\n\nPage({ top })\n'
    const root = await app({ 'pages/home/index.js': code })

    expect(compileApp(root).modules['pages/home/index.js']?.code).toBe(code)
  })

  it("scopes a component's classes, not those of a page", async () => {
    const root = await app({
      'pages/home/index.json': { usingComponents: { 'a-box': '/parts/box' } },
      'pages/home/index.wxss': '.a, view > .b:not(.c) { width: 10rpx }',
      'parts/box.json': { component: true },
      'parts/box.js': 'Component({})',
      'parts/box.wxml': '',
      'parts/box.wxss': ':host { top: 0 } .a .b { color: red } @keyframes spin { to { top: 1rpx } }',
    })

    const { styles, components } = compileApp(root)
    const scope = components['parts/box']?.styleScope

    expect(styles['pages/home/index']).toContain('.a, wx-view > .b:not(.c)')
    expect(styles['parts/box']).toContain(`[wx-host=${scope}] { top: 0 } .${scope}--a .${scope}--b { color: red }`)
    expect(styles['parts/box']).toContain('@keyframes spin { to { top: 0.13333333vw } }')
  })

  it('compiles in less than two seconds', async () => {
    // Of the processor: the clock also counts what others compute meanwhile.
    const startedAt = process.cpuUsage()

    compileApp(join(import.meta.dirname, '../../test/fidelity'))

    const { user, system } = process.cpuUsage(startedAt)
    expect((user + system) / 1_000).toBeLessThan(2_000)
  })
})

describe('what it refuses', () => {
  it('asks for a build where there is none', () => {
    expect(problemsOf(() => compileApp(folder))).toEqual([`${folder} holds no app.json: build the mini-program first`])
  })

  it('names every fault at once', async () => {
    const root = await app({
      'app.json': { pages: ['pages/home/index', 'pages/gone/index'], tabBar: {}, renderer: 'skyline' },
      'pages/home/index.js': "require('./nowhere'); Page({})",
      'pages/home/index.json': { usingComponents: { 'a-box': '/parts/box' } },
      'pages/home/index.wxml': '<view><text></view><import src="./gone.wxml"/><wxs src="./gone.wxs" module="m"/>',
      'pages/home/index.wxss': '@import "./gone.wxss"; .a { color: red',
    })

    const problems = problemsOf(() => compileApp(root))

    expect(problems).toEqual(
      expect.arrayContaining([
        'app.json: tabBar is not in the preview',
        'app.json: the Skyline renderer is not in the preview',
        'pages/gone/index.wxml is missing',
        'pages/home/index.json: component "a-box": "/parts/box" was not found',
        'pages/home/index.js: require("./nowhere") was not found',
        expect.stringMatching(/^pages\/home\/index\.wxml:1:\d+ /),
        expect.stringMatching(/gone\.wxml was not found/),
        expect.stringMatching(/^pages\/home\/index\.wxss:1:24 Unclosed block/),
      ]),
    )
  })

  it.each([
    ['app.json', '{ "pages": [ }'],
    ['pages/home/index.json', '{,}'],
  ])('names the file that is no JSON: %s', async (file, content) => {
    const root = await app({ [file]: content })

    expect(() => compileApp(root)).toThrow(file)
  })

  it('names the module that is no JavaScript', async () => {
    const root = await app({ 'pages/home/index.js': 'Page({' })

    expect(problemsOf(() => compileApp(root)).join()).toMatch(/^pages\/home\/index\.js: /)
  })
})

import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { findUnknownTags } from '../scripts/check/find-unknown-tags.ts'
import { findUnlistedPages } from '../scripts/check/find-unlisted-pages.ts'
import { packageFiles } from '../scripts/check/package-files.ts'
import { PACKAGE_MAX_BYTES, packageByteLength } from '../scripts/check/package-size.ts'

/** In a process of its own: the bundler's native part does not know the objects of jest's realm. */
function build(...args: string[]): Promise<{ stderr: string }> {
  return promisify(execFile)(process.execPath, [path.resolve(import.meta.dirname, '../scripts/build.ts'), ...args])
}

describe('the built package', () => {
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'photolift-build-'))
    await build('--out', folder, '--service', 'https://api.photolift.example/')
  })

  afterAll(() => rm(folder, { recursive: true }))

  const read = (file: string) => readFile(path.join(folder, file), 'utf8')

  it('calls the service that it was built for, and no other address is in its scripts', async () => {
    const scripts = await Promise.all((await packageFiles(folder, '.js')).map(read))

    const addresses = new Set(scripts.join('\n').match(/\b(?:https?|wss?):\/\/[^\s"'`\\)]+/g))

    expect([...addresses]).toEqual(['https://api.photolift.example'])
  })

  it('has the script, the template, the JSON and the style of every page', async () => {
    const files = await packageFiles(folder)
    const { pages } = JSON.parse(await read('app.json')) as { pages: string[] }

    const wanted = pages.flatMap((page) => ['.js', '.json', '.wxml', '.wxss'].map((extension) => `${page}${extension}`))

    expect(wanted.filter((file) => !files.includes(file))).toEqual([])
  })

  it('takes only the TDesign components along that a page can reach', async () => {
    const files = await packageFiles(folder, '.wxml')

    const components = files.filter((file) => file.includes('tdesign')).map((file) => file.split('/')[2])

    expect(components).toContain('popup')
    expect(components).not.toContain('calendar')
  })

  it('stays within the size that we allow ourselves', async () => {
    expect(await packageByteLength(folder)).toBeLessThanOrEqual(PACKAGE_MAX_BYTES)
  })

  it('has no unknown tag and no unlisted page', async () => {
    expect(await findUnknownTags(folder)).toEqual([])
    expect(await findUnlistedPages(folder)).toEqual([])
  })

  it.each(['ftp://api.example.com', 'api.example.com', 'https://api.example.com/v1', 'https://api.example.com/?a=b'])(
    'is not built for %s',
    async (serviceUrl) => {
      await expect(build('--out', folder, '--service', serviceUrl)).rejects.toThrow('must look like')
    },
  )

  it.each(['prod-1a2b3c', 'prod/photolift/v1', 'prod photolift'])(
    'is not built for the container %s',
    async (container) => {
      await expect(build('--out', folder, '--container', container)).rejects.toThrow('must look like <env>/<service>')
    },
  )

  it('is not built for a container and an address at once', async () => {
    const both = ['--container', 'prod/photolift', '--service', 'https://api.photolift.example']

    await expect(build('--out', folder, ...both)).rejects.toThrow('exclude each other')
  })

  describe('with faults put in', () => {
    it('is told about a tag that is no component, in an included file too', async () => {
      await writeFile(path.join(folder, 'pages/upload/sheets.wxml'), '<view><bottom-shet /></view>')

      expect(await findUnknownTags(folder)).toEqual([
        'pages/upload/index.wxml has <bottom-shet>, which is no component',
      ])
    })

    it('is told about a template that is nowhere defined', async () => {
      await writeFile(path.join(folder, 'pages/upload/sheets.wxml'), '<template is="missing" data="{{ a }}" />')

      expect(await findUnknownTags(folder)).toEqual([
        'pages/upload/index.wxml uses the template missing, which is nowhere defined',
      ])
    })

    it('is told about a page that the site map does not know', async () => {
      await writeFile(path.join(folder, 'sitemap.json'), '{ "rules": [{ "page": "pages/gone/index" }] }')

      expect(await findUnlistedPages(folder)).toContain('sitemap names pages/gone/index, which is no page')
      expect(await findUnlistedPages(folder)).toContain('no rule of the sitemap covers pages/upload/index')
    })
  })
})

describe('the package for a container', () => {
  let folder: string
  let said: string

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'photolift-build-'))
    said = (await build('--out', folder, '--container', 'prod-1a2b3c/photolift')).stderr
  })

  afterAll(() => rm(folder, { recursive: true }))

  it('calls that container, holds no address at all, and asks for no login code', async () => {
    const files = await packageFiles(folder, '.js')
    const scripts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')))
    const code = scripts.join('\n')

    expect(code).toContain('prod-1a2b3c')
    expect(code).toContain('callContainer')
    expect(code).not.toMatch(/\b(?:https?|wss?):\/\/[^\s"'`\\)]+/)
    expect(code).not.toMatch(/wx\.login|\.login\(\{success/)
  })

  it('tells which domains the console has to know', () => {
    expect(said).toContain('photolift in prod-1a2b3c through wx.cloud.callContainer')
    expect(said).toContain('request: none')
    expect(said).toContain('uploadFile: https://<bucket>.cos.<region>.myqcloud.com')
  })

  it('stays within the same size', async () => {
    expect(await packageByteLength(folder)).toBeLessThanOrEqual(PACKAGE_MAX_BYTES)
  })
})

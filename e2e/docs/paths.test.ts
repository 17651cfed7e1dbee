import { existsSync, globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from '@jest/globals'
import { repositoryFolder } from '@photolift/dev-stack'
import { codeSpans, type Document, documents, readText } from './documents.js'

/** What makes a code span a path: it begins with a folder of the repository, or with one of the document's own package. */
const FROM_ROOT = /^(apps|packages|docs|e2e|bench|soak|scripts|\.ci|\.github)\/[\w@.<>*{},/-]+$/
const FROM_PACKAGE = /^(src|test|scripts|vectors)\/[\w@.<>*{},/-]+$/
/** Files that a command or a build makes. */
const MADE = /(^|\/)dist(\/|$)/

it.each(documents.filter((document) => pathsIn(document).length > 0).map(({ path }) => path))(
  'every path that %s names is there',
  (path) => {
    const missing = pathsIn(documentNamed(path)).filter((named) => !isThere(named))

    expect(missing).toEqual([])
  },
)

it.each(documents.map(({ path }) => path))('every link of %s leads somewhere', (path) => {
  const dead = linksIn(documentNamed(path)).filter(({ file, anchor }) => {
    if (!existsSync(join(repositoryFolder, file))) return true
    return anchor !== undefined && !anchorsOf(file).includes(anchor)
  })

  expect(dead).toEqual([])
})

function documentNamed(path: string): Document {
  return documents.find((document) => document.path === path) as Document
}

function pathsIn(document: Document): string[] {
  const isOfPackage = /^(apps|packages)\//.test(document.path)
  return codeSpans(document).flatMap((span) => {
    if (MADE.test(span)) return []
    if (FROM_ROOT.test(span)) return [span]
    return isOfPackage && FROM_PACKAGE.test(span) ? [join(dirname(document.path), span)] : []
  })
}

/** A path may stand for many: `<step>` is any name. */
function isThere(path: string): boolean {
  return globSync(path.replaceAll(/<[\w-]+>/g, '*'), { cwd: repositoryFolder }).length > 0
}

function linksIn({ path, text }: Document): { file: string; anchor: string | undefined }[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
    if (/^[a-z]+:/.test(target)) return []
    const [file = '', anchor] = target.split('#')
    return [{ file: file === '' ? path : join(dirname(path), file), anchor }]
  })
}

/** The anchors that GitHub gives to headings. */
function anchorsOf(file: string): string[] {
  return [...readText(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryFolder } from '@photolift/dev-stack'

/** A Markdown file of the repository. */
export interface Document {
  /** From the repository's folder, such as `docs/STYLE.md`. */
  path: string
  text: string
}

const WHERE = ['*.md', 'docs/**/*.md', '{apps,packages}/*/*.md', '{e2e,bench,soak}/*.md']

/** Every document that people read. */
export const documents: readonly Document[] = globSync(WHERE, { cwd: repositoryFolder })
  .toSorted()
  .map((path) => ({ path, text: readText(path) }))

/** @param path from the repository's folder */
export function readText(path: string): string {
  return readFileSync(join(repositoryFolder, path), 'utf8')
}

export function documentAt(path: string): Document {
  const found = documents.find((document) => document.path === path)
  if (found === undefined) throw new Error(`there is no document ${path}`)
  return found
}

/** The fenced blocks of a language, without their fences. */
export function codeBlocks({ text }: Document, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, code = '']) => code)
}

/** What stands between single backticks, outside fenced blocks. */
export function codeSpans({ text }: Document): string[] {
  const prose = text.replaceAll(/^```.*?^```/gms, '')
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span)
}

import { expect, it } from '@jest/globals'
import { codeBlocks, documents, readText } from './documents.js'

/** Blocks whose first line names the file that they are taken from: `// packages/…`. */
const EXCERPTS = documents.flatMap((document) =>
  codeBlocks(document, 'ts').flatMap((block) => {
    const [, file, code] = /^\/\/ ((?:apps|packages|e2e)\/\S+)\n(.*)$/s.exec(block) ?? []
    return file === undefined || code === undefined ? [] : [{ document: document.path, file, code }]
  }),
)

it('there are excerpts', () => {
  expect(EXCERPTS.length).toBeGreaterThan(3)
})

it.each(EXCERPTS)('$document shows what $file says', ({ file, code }) => {
  const source = readText(file)

  const changed = code.split(/^\/\/ …\n/m).filter((piece) => !source.includes(piece.trim()))

  expect(changed).toEqual([])
})

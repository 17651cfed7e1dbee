import { describe, expect, it } from '@jest/globals'
import { UPLOAD_TEXT } from './upload.js'

/** Every word of a text, those of functions called with samples too. */
function wordsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'function') return wordsOf(value('2', '3'))
  return Object.values(Object(value)).flatMap(wordsOf)
}

describe('words of the upload page', () => {
  it('has no exclamation mark', () => {
    expect([...wordsOf(UPLOAD_TEXT.zh), ...wordsOf(UPLOAD_TEXT.en)].filter((words) => /[!！]/.test(words))).toEqual([])
  })

  it('sets a space between Chinese characters and digits or Latin letters', () => {
    expect(
      wordsOf(UPLOAD_TEXT.zh).filter((words) => /\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9%]\p{Script=Han}/u.test(words)),
    ).toEqual([])
  })

  it('has no Chinese in its English', () => {
    expect(wordsOf(UPLOAD_TEXT.en).filter((words) => /\p{Script=Han}/u.test(words))).toEqual([])
  })
})

import { describe, expect, it } from '@jest/globals'
import { SETTINGS_TEXT } from './settings.js'
import { UPLOAD_TEXT } from './upload.js'

const CHINESE = [UPLOAD_TEXT.zh, SETTINGS_TEXT.zh]
const ENGLISH = [UPLOAD_TEXT.en, SETTINGS_TEXT.en]

/** Every word of a text, those of functions called with samples too. */
function wordsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'function') return wordsOf(value('2', '3'))
  // The sentences for errors are the catalogue's, which has a test of its own.
  const { error: _sentence, ...words } = Object(value)
  return Object.values(words).flatMap(wordsOf)
}

describe('words of the upload page and of settings', () => {
  it('has no exclamation mark', () => {
    expect([...wordsOf(CHINESE), ...wordsOf(ENGLISH)].filter((words) => /[!！]/.test(words))).toEqual([])
  })

  it('sets a space between Chinese characters and digits or Latin letters', () => {
    expect(
      wordsOf(CHINESE).filter((words) => /\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9%]\p{Script=Han}/u.test(words)),
    ).toEqual([])
  })

  it('has no Chinese in its English', () => {
    expect(wordsOf(ENGLISH).filter((words) => /\p{Script=Han}/u.test(words))).toEqual([])
  })
})

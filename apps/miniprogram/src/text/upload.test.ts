import { describe, expect, it } from '@jest/globals'
import { CONSENT_TEXT } from './consent.js'
import { SETTINGS_TEXT } from './settings.js'
import { UPLOAD_TEXT } from './upload.js'

const CHINESE = [UPLOAD_TEXT.zh, CONSENT_TEXT.zh, SETTINGS_TEXT.zh]
const ENGLISH = [UPLOAD_TEXT.en, CONSENT_TEXT.en, SETTINGS_TEXT.en]

/** Every word of a text, those of functions called with samples too. */
function wordsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'function') return wordsOf(value('2', '3'))
  return Object.values(Object(value)).flatMap(wordsOf)
}

describe('words of the upload page, of consent and of settings', () => {
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

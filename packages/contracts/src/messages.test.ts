import { describe, expect, it } from '@jest/globals'
import { ERRORS } from './error.js'
import { MESSAGES_EN } from './messages.en.js'
import { MESSAGES_ZH_CN } from './messages.zh-cn.js'

describe.each([
  ['Chinese', MESSAGES_ZH_CN as Record<string, string>],
  ['English', MESSAGES_EN as Record<string, string>],
])('the %s sentences', (language, messages) => {
  it('are there for every code and for no other', () => {
    expect(Object.keys(messages).sort()).toEqual(Object.keys(ERRORS).sort())
  })

  it('are calm: no exclamation marks, no codes, nothing blank', () => {
    for (const sentence of Object.values(messages)) expect(sentence).toMatch(/^[^!！_]{4,}$/)
  })

  it('leave room for the limit, and for nothing else', () => {
    const placeholders = Object.values(messages).flatMap((sentence) => sentence.match(/\{[^}]*\}/g) ?? [])

    expect(placeholders).toEqual(['{limit}'])
    expect(messages['PHOTO_TOO_LARGE']).toContain('{limit}')
  })

  if (language === 'Chinese') {
    it('put a space between Chinese and Latin letters or digits', () => {
      for (const sentence of Object.values(messages)) {
        expect(sentence.replace(/\{limit\}/g, '')).not.toMatch(/\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u)
      }
    })
  }
})

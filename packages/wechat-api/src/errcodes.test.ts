import { describe, expect, it } from '@jest/globals'
import { meaningOf } from './errcodes.js'

describe('an errcode', () => {
  it.each([
    40001, 40013, 40014, 40125, 40164, 41001, 42001, 48001, 50007, 61004, 61007, 85088, 85105, 85107, 89503, 89506,
    89507,
  ])('%i is for a developer to mend, and says how', (errcode) => {
    expect(meaningOf(errcode)).toEqual({ code: 'INTERNAL', remedy: expect.stringMatching(/.{20}.*[.?]$/) })
  })

  it.each([-1, -1000, 85112, 85113, -501000, -501002])('%i passes by itself', (errcode) => {
    expect(meaningOf(errcode)).toEqual({ code: 'WECHAT_UNAVAILABLE' })
  })

  it('that is not in the table is our own mistake', () => {
    expect(meaningOf(99_999)).toEqual({ code: 'INTERNAL' })
  })
})

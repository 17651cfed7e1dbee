import { expect, it } from '@jest/globals'
import { parseConditions } from './conditions.js'

it('takes what it knows and leaves the rest of a query alone', () => {
  expect(parseConditions({ network: '3g', person: 'ada', bare: '1' })).toEqual({ network: '3g', person: 'ada' })
})

it('takes faults in their order, and none', () => {
  expect(parseConditions({ faults: 'reset,lost-reply,reset' })).toEqual({ faults: 'reset,lost-reply,reset' })
  expect(parseConditions({ faults: '' })).toEqual({ faults: '' })
})

it.each([
  [{ theme: 'sepia' }, 'theme must be one of light, dark, not "sepia"'],
  [{ person: 'a-b' }, 'person must be 1 to 32 letters or digits, not "a-b"'],
  [{ openid: 'a b' }, 'openid must be at most 128 letters, digits, _ or -, not "a b"'],
  [{ coldStarts: '-1' }, 'coldStarts must be a number below 10,000, not "-1"'],
  [{ containerErrors: 'hide' }, 'containerErrors must be one of fail, answer, not "hide"'],
  [
    { faults: 'reset,crash' },
    'faults must be some of reset, lost-reply, expired, silent, stalled, separated by commas, not "reset,crash"',
  ],
  [{ faults: 'reset,' }, 'faults must be some of'],
  [{ person: '' }, 'person must be 1 to 32 letters or digits, not ""'],
])('refuses %j', (values, sentence) => {
  expect(() => parseConditions(values)).toThrow(sentence)
})

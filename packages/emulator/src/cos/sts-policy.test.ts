import { describe, expect, it } from '@jest/globals'
import { parseStsPolicy, type StsQuestion, stsPolicyAllows } from './sts-policy.js'

const FOLDER = 'qcs::cos:ap-shanghai:uid/1250000000:examplebucket-1250000000/u/1001/'

const question: StsQuestion = {
  action: 'name/cos:PutObject',
  resource: `${FOLDER}a.jpg`,
  values: { 'cos:content-length': '100', 'cos:content-type': 'image/jpeg' },
}

const allow = { effect: 'allow', action: ['name/cos:PutObject'], resource: [`${FOLDER}*`] }

describe('an STS policy', () => {
  it.each([
    ['one action and resource', [allow]],
    ['all actions', [{ ...allow, action: 'name/cos:*' }]],
    ['everything', [{ effect: 'allow', action: '*', resource: '*' }]],
    ['a condition that holds', [{ ...allow, condition: { numeric_less_than_equal: { 'cos:content-length': 100 } } }]],
    ['the older name of a condition', [{ ...allow, condition: { numeric_equal: { 'cos:content_length': 100 } } }]],
    [
      'one value of several',
      [{ ...allow, condition: { string_equal: { 'cos:content-type': ['image/png', 'image/jpeg'] } } }],
    ],
    ['a pattern', [{ ...allow, condition: { string_like: { 'cos:content-type': 'image/*' } } }]],
    [
      'a value that is missing and may be',
      [{ ...allow, condition: { string_equal_if_exist: { 'cos:x-cos-acl': 'private' } } }],
    ],
  ])('allows %s', (_what, statement) => {
    const policy = parseStsPolicy({ version: '2.0', statement })

    expect(stsPolicyAllows(policy, question)).toBe(true)
  })

  it.each([
    ['another action', [{ ...allow, action: 'name/cos:PostObject' }]],
    ['another resource', [{ ...allow, resource: [`${FOLDER.replace('1001', '1002')}*`] }]],
    ['a resource whose dot would match anything', [{ ...allow, resource: [`${FOLDER}aXjpg`] }]],
    ['the resource without its rest', [{ ...allow, resource: [FOLDER] }]],
    ['what another statement denies', [allow, { ...allow, effect: 'deny' }]],
    ['a condition that does not hold', [{ ...allow, condition: { numeric_less_than: { 'cos:content-length': 100 } } }]],
    ['a value that is missing', [{ ...allow, condition: { string_equal: { 'cos:x-cos-acl': 'private' } } }]],
    [
      'one of the values that it must not be',
      [{ ...allow, condition: { string_not_equal: { 'cos:content-type': ['image/png', 'image/jpeg'] } } }],
    ],
  ])('does not allow %s', (_what, statement) => {
    const policy = parseStsPolicy({ version: '2.0', statement })

    expect(stsPolicyAllows(policy, question)).toBe(false)
  })

  it.each([
    ['no statement', { version: '2.0' }],
    ['no effect', { statement: [{ action: '*', resource: '*' }] }],
    ['no action', { statement: [{ effect: 'allow', resource: '*' }] }],
    [
      'an operator that is not enforced',
      { statement: [{ ...allow, condition: { ip_equal: { 'qcs:ip': '10.0.0.1' } } }] },
    ],
    [
      'a condition key that is not enforced',
      { statement: [{ ...allow, condition: { string_equal: { 'qcs:vpc': 'a' } } }] },
    ],
  ])('is refused with %s', (_what, policy) => {
    expect(() => parseStsPolicy(policy)).toThrow(TypeError)
  })
})

import { describe, expect, it } from '@jest/globals'
import vectors from '../test/vectors.json' with { type: 'json' }
import { signPostPolicy } from './post-policy.js'
import { createSignKeys } from './sign-key.js'

describe('the signature of a POST policy', () => {
  it.each(vectors.postPolicies)('equals the published one: $name', ({ input, signature }) => {
    const signKey = createSignKeys(input.secretKey)(input.keyTime)

    expect(signPostPolicy(input.policyText, signKey)).toBe(signature)
  })
})

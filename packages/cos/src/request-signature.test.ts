import { describe, expect, it } from '@jest/globals'
import vectors from '../test/vectors.json' with { type: 'json' }
import { type SignableRequest, signRequest } from './request-signature.js'
import { createSignKeys } from './sign-key.js'

describe('the signature of a request', () => {
  it.each(vectors.requestSignatures)('equals the published one: $name', ({ input, ...expected }) => {
    const request: SignableRequest = {
      method: input.method as SignableRequest['method'],
      pathname: input.uriPathname,
      parameters: input.query,
      headers: input.headers,
    }

    const signature = signRequest(request, {
      keyTime: input.keyTime,
      signKey: createSignKeys(input.secretKey)(input.keyTime),
    })

    expect(signature).toEqual({
      headerList: expected.headerList,
      urlParamList: expected.urlParamList,
      signature: expected.signature,
    })
  })
})

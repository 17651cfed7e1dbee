import { createHash } from 'node:crypto'
import { expect, it } from '@jest/globals'
import type { RawAnswer } from './raw-request.js'

/** What is tried, and how the bucket refuses it: status and `<Code>`. */
export type Refusal = [attempt: string, status: number, code: string | undefined, tryIt: () => Promise<RawAnswer>]

/** One test for each row. */
export function refuses(refusals: Refusal[]): void {
  it.each(refusals)('refuses %s: %i %s', async (_attempt, status, code, tryIt) => {
    const answer = await tryIt()

    expect({ status: answer.status, code: answer.code }).toEqual({ status, code })
    expect(answer.headers['x-cos-request-id']).toBeTruthy()
  })
}

/** As `Content-MD5` wants it. */
export function md5Base64(text: string): string {
  return createHash('md5').update(text).digest('base64')
}

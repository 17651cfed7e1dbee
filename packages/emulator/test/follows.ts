import { describe } from '@jest/globals'

/** When tests last passed against the real service: a date that somebody saw, or never. */
export interface Evidence {
  seenOnRealService: 'never' | `${number}-${number}-${number}`
}

/** A group of tests that describe COS or WeChat, named after the document that they follow. */
export function follows(document: string, { seenOnRealService }: Evidence, tests: () => void): void {
  describe(`${document} (seen on the real service: ${seenOnRealService})`, tests)
}

import { expect, it } from '@jest/globals'
import { TemporaryKeys } from './temporary-keys.js'

const stsPolicy = { statement: [{ effect: 'allow', action: 'name/cos:*', resource: '*' }] }
const HOUR_MS = 3_600_000

it('knows a key for an hour after its end, then forgets it when the next one is issued', () => {
  const keys = new TemporaryKeys()
  const issue = (nowMs: number) => keys.issue({ stsPolicy, durationSeconds: 60, nowMs }).credentials.tmpSecretId
  const first = issue(0)

  const second = issue(60_000 + HOUR_MS - 1)
  expect(keys.find(first)).toBeDefined()
  issue(60_000 + HOUR_MS)

  expect(keys.find(first)).toBeUndefined()
  expect(keys.find(second)).toBeDefined()
})

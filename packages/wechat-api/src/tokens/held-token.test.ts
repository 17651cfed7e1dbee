import { expect, it } from '@jest/globals'
import { holdToken } from './held-token.js'

it.each([
  // Whole; as WeChat gives it again, six minutes before its end; in its last minutes; at its very end.
  { lifeSeconds: 7_200, refreshAfterSeconds: 6_840, handOutSeconds: 7_195 },
  { lifeSeconds: 360, refreshAfterSeconds: 300, handOutSeconds: 355 },
  { lifeSeconds: 301, refreshAfterSeconds: 241, handOutSeconds: 296 },
  { lifeSeconds: 100, refreshAfterSeconds: 50, handOutSeconds: 95 },
  { lifeSeconds: 1, refreshAfterSeconds: 0.5, handOutSeconds: 0.5 },
  { lifeSeconds: 0, refreshAfterSeconds: 0, handOutSeconds: 0 },
])(
  'a token of $lifeSeconds s is refreshed after $refreshAfterSeconds s and handed out for $handOutSeconds s',
  (times) => {
    const { lifeSeconds, refreshAfterSeconds, handOutSeconds } = times

    expect(holdToken('t', 1_000_000, lifeSeconds * 1_000)).toEqual({
      wechatAccessToken: 't',
      expiresAtMs: 1_000_000 + lifeSeconds * 1_000,
      refreshFromMs: 1_000_000 + refreshAfterSeconds * 1_000,
      handOutUntilMs: 1_000_000 + handOutSeconds * 1_000,
    })
  },
)

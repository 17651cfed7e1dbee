import { jest } from '@jest/globals'

type Callable = (...args: unknown[]) => unknown

/** Members of `wx` that note their calls; a member that a test has not given is missing, as on an old client. */
export type FakeWx = Record<string, jest.Mock<Callable>>

/** Puts a `wx` in place that answers what every page asks: Chinese, and a window of 375 × 724. */
export function installFakeWx(members: Record<string, Callable> = {}): FakeWx {
  const answers: Record<string, Callable> = {
    canIUse: (name) => (name as string) in fake,
    getAppBaseInfo: () => ({ language: 'zh_CN' }),
    getWindowInfo: () => ({ windowWidth: 375, windowHeight: 724 }),
    setNavigationBarTitle: async () => undefined,
    ...members,
  }
  const fake: FakeWx = {}
  for (const [name, answer] of Object.entries(answers)) fake[name] = jest.fn(answer)
  Object.assign(globalThis, { wx: fake })
  return fake
}

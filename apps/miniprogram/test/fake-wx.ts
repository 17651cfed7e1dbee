/** Puts a stand-in for `wx` in place: what a test names, and a loud failure for the rest. */
export function fakeWx(members: Record<string, unknown>): void {
  const present: Record<string, unknown> = { canIUse: (name: string) => name in present, ...members }
  ;(globalThis as { wx?: unknown }).wx = new Proxy(present, {
    get(target, name) {
      if (name in target) return target[name as string]
      throw new Error(`this test gave no wx.${String(name)}`)
    },
  })
}

/** What `wx.getAppBaseInfo` and its elders tell about a phone. */
export function fakePhone(
  about: { language?: string; SDKVersion?: string; platform?: string; environment?: string } = {},
) {
  const info = { language: 'zh_CN', SDKVersion: '3.10.3', platform: 'ios', ...about }
  return { getAppBaseInfo: () => info, getDeviceInfo: () => info, getSystemInfoSync: () => info }
}

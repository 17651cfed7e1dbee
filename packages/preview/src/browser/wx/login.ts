import type { Phone } from './phone.js'

const COUNTER_KEY = 'preview:login-count'

/** wx.login gives a fresh code at every call: `code-<person>-<n>`. A code is good for one use. */
export function loginApi({ api, conditions }: Phone) {
  return {
    login: api.define('login', () => ({ code: `code-${conditions.now.person}-${nextNumber()}` })),
    checkSession: api.define('checkSession', () => ({})),
  }
}

/** Numbers go on over reloads, and differ between browsers that talk to one service. */
function nextNumber(): string {
  const count = Number(localStorage.getItem(COUNTER_KEY) ?? '0') + 1
  localStorage.setItem(COUNTER_KEY, String(count))
  return `${count}${crypto.randomUUID().slice(0, 8)}`
}

/**
 * What the browser keeps for this page, by name. Where it blocks site data even a look at it throws, or there is none: what is written
 * then ends with the page.
 */
export function openStorage(name: 'localStorage' | 'sessionStorage'): Record<string, string | undefined> {
  try {
    return globalThis[name] ?? {}
  } catch {
    return {}
  }
}

/**
 * Makes WXS run as the JavaScript that glass-easel takes it for.
 *
 * In WXS `x.constructor` is a text such as `'Array'`, and script ids carry no `.wxs`.
 */
export function toJavaScript(wxs: string): string {
  return wxs
    .replace(/\.constructor\b(?=\s*(===?|!==?)\s*['"])/g, '.constructor.name')
    .replace(/(require\(\s*['"][^'"]+)\.wxs(?=['"])/g, '$1')
}

/** The paths that a script requires, as written. */
export function requiredScripts(wxs: string): string[] {
  return [...wxs.matchAll(/require\(\s*['"]([^'"]+)['"]\s*\)/g)].map((match) => match[1] ?? '')
}

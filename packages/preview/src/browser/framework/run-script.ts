/* oxlint-disable no-eval -- this page is the host that runs the app's own modules */

/**
 * Evaluates JavaScript in the page's global scope and gives its value. What comes here is the app's own modules and what
 * glass-easel's template compiler has made of its templates.
 */
export function runScript<T>(source: string): T {
  // biome-ignore lint/security/noGlobalEval: this page is the host that runs the app's own modules
  return globalThis.eval(source) as T
}

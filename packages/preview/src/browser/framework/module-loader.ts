import type { CompiledModule } from '../../compile/compiled-app.js'
import { HIDDEN_GLOBALS } from './app-globals.js'
import { runScript } from './run-script.js'

/** What mini-program code finds besides the language: `wx`, `App`, `Page`, `Component`, `getApp` and so on. */
export type AppGlobals = Readonly<Record<string, unknown>>

interface LoadedModule {
  exports: unknown
}

/** Runs the app's CommonJS modules, each once. */
export class ModuleLoader {
  readonly #modules: Readonly<Record<string, CompiledModule>>
  readonly #globals: AppGlobals
  readonly #loaded = new Map<string, LoadedModule>()

  constructor(modules: Readonly<Record<string, CompiledModule>>, globals: AppGlobals) {
    this.#modules = modules
    this.#globals = globals
  }

  has(file: string): boolean {
    return file in this.#modules
  }

  /** Gives the exports of a module, running it first where it has not run yet. */
  load(file: string): unknown {
    const loaded = this.#loaded.get(file)
    if (loaded) return loaded.exports

    const source = this.#modules[file]
    if (!source) throw new Error(`module '${file}' is not in the package`)
    const module: LoadedModule = { exports: {} }
    this.#loaded.set(file, module)
    const require = (request: string) => {
      const target = source.dependencies[request]
      if (!target) throw new Error(`${file}: module '${request}' is not defined`)
      return this.load(target)
    }
    const names = ['require', 'module', 'exports', ...Object.keys(this.#globals), ...HIDDEN_GLOBALS]
    const values = [require, module, module.exports, ...Object.values(this.#globals)]
    toFunction(file, names, source.code)(...values)
    return module.exports
  }
}

/**
 * The code starts on the first line, so that stack traces and debuggers show the built file's own lines. It is a
 * function in a function, so that a module may declare a `const top` of its own.
 */
function toFunction(file: string, names: readonly string[], code: string): (...values: unknown[]) => void {
  const source = `(function(${names.join(',')}){(function(){${code}\n}).call(undefined)})\n//# sourceURL=miniprogram/${file}`
  return runScript(source)
}

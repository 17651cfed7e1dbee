import { transformSync } from 'esbuild'
import type { AppPackage } from './app-package.js'
import type { Problems } from './compile-error.js'
import type { CompiledModule } from './compiled-app.js'

interface Options {
  readonly app: AppPackage
  /** Files to start from, such as `app.js`. */
  readonly entries: readonly string[]
  readonly problems: Problems
}

/** The CommonJS modules that the entries reach. npm packages may ship ES modules; those are translated. */
export function compileModules({ app, entries, problems }: Options): Record<string, CompiledModule> {
  const modules: Record<string, CompiledModule> = {}
  for (const entry of entries) visit(entry)
  return modules

  function visit(file: string): void {
    if (modules[file]) return
    const code = toCommonJs(file)
    const dependencies: Record<string, string> = {}
    modules[file] = { code, dependencies }

    for (const [, request = ''] of code.matchAll(/\brequire\(\s*["']([^"'\n]+)["']\s*\)/g)) {
      const target = app.resolveModule(file, request)
      if (target) dependencies[request] = target
      else problems.add(`${file}: require("${request}") was not found`)
    }
    for (const target of Object.values(dependencies)) visit(target)
  }

  function toCommonJs(file: string): string {
    const source = app.read(file)
    try {
      // CommonJS passes through as it is, so that line numbers stay those of the built file.
      const isModule = /^\s*(?:import|export)\b/m.test(source)
      const { code } = transformSync(source, { loader: 'js', ...(isModule ? { format: 'cjs' } : {}), target: 'es2022' })
      return isModule ? code : source
    } catch (error) {
      problems.add(`${file}: ${(error as Error).message}`)
      return ''
    }
  }
}

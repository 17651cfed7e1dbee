import { AppPackage } from './app-package.js'
import { collectComponents } from './collect-components.js'
import { CompileError, Problems } from './compile-error.js'
import { compileModules } from './compile-modules.js'
import { compileStyles } from './compile-styles.js'
import { compileTemplates } from './compile-templates.js'
import type { CompiledApp } from './compiled-app.js'
import { readAppConfig } from './read-app-config.js'

/**
 * Compiles a built mini-program (what DevTools opens) for the browser. It knows nothing of the app's sources.
 *
 * @throws CompileError naming every fault that was found
 */
export function compileApp(folder: string): CompiledApp {
  const app = new AppPackage(folder)
  if (!app.has('app.json')) throw new CompileError([`${folder} holds no app.json: build the mini-program first`])

  const problems = new Problems()
  const { config, usingComponents } = readAppConfig(app, problems)
  const components = collectComponents({ app, pages: config.pages, usingComponents, problems })
  const ids = Object.keys(components)
  const entries = [...(app.has('app.js') ? ['app.js'] : []), ...ids.map((id) => `${id}.js`)]

  const compiled: CompiledApp = {
    config,
    components,
    styles: compileAllStyles({ app, components, problems }),
    templates: compileTemplates({ app, ids, problems }),
    modules: compileModules({ app, entries, problems }),
  }
  problems.throwIfAny()
  return compiled
}

function compileAllStyles({
  app,
  components,
  problems,
}: {
  app: AppPackage
  components: CompiledApp['components']
  problems: Problems
}): Record<string, string> {
  const compile = (id: string, styleScope: string | null) =>
    app.has(`${id}.wxss`) ? compileStyles({ app, file: `${id}.wxss`, styleScope, problems }) : ''
  return {
    app: compile('app', null),
    ...Object.fromEntries(Object.entries(components).map(([id, { styleScope }]) => [id, compile(id, styleScope)])),
  }
}

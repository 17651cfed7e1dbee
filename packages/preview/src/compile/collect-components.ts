import type { AppPackage } from './app-package.js'
import type { Problems } from './compile-error.js'
import type { CompiledComponent, ComponentConfig } from './compiled-app.js'

interface Options {
  readonly app: AppPackage
  readonly pages: readonly string[]
  /** `usingComponents` of app.json, which hold in every page and component outside npm packages. */
  readonly usingComponents: Readonly<Record<string, string>>
  readonly problems: Problems
}

/** Every page, and every component that a page reaches, each after the components that it uses. */
export function collectComponents({
  app,
  pages,
  usingComponents,
  problems,
}: Options): Record<string, CompiledComponent> {
  const components: Record<string, CompiledComponent> = {}
  const visited = new Set<string>()
  for (const page of pages) visit(page, true)
  return components

  function visit(id: string, isPage: boolean): void {
    if (visited.has(id)) return
    visited.add(id)
    if (!app.has(`${id}.wxml`)) {
      problems.add(`${id}.wxml is missing`)
      return
    }
    if (!app.has(`${id}.js`)) {
      problems.add(`${id}.js is missing`)
      return
    }

    const json: Partial<ComponentConfig> = app.has(`${id}.json`) ? app.readJson(`${id}.json`) : {}
    const resolved = {
      ...(id.startsWith('miniprogram_npm/') ? {} : resolve('app', usingComponents)),
      ...resolve(id, json.usingComponents ?? {}),
    }
    // A component may use itself, under the app's name for it.
    for (const target of Object.values(resolved)) visit(target, false)

    components[id] = {
      isPage,
      config: {
        ...json,
        ...(isPage ? {} : { component: true }),
        usingComponents: Object.fromEntries(Object.entries(resolved).map(([tag, target]) => [tag, `/${target}`])),
      },
      styleScope: hasSharedStyles(json, isPage) ? null : `c${visited.size.toString(36)}`,
    }
  }

  function resolve(from: string, using: Readonly<Record<string, string>>): Record<string, string> {
    const resolved: Record<string, string> = {}
    for (const [tag, request] of Object.entries(using)) {
      const target = app.resolveComponent(from, request)
      if (target) resolved[tag] = target
      else problems.add(`${from}.json: component "${tag}": "${request}" was not found`)
    }
    return resolved
  }
}

/** Pages share the app's styles unless they say otherwise; components keep theirs to themselves unless they say otherwise. */
function hasSharedStyles(json: Partial<ComponentConfig>, isPage: boolean): boolean {
  if (json.styleIsolation) return json.styleIsolation === 'shared' || json.styleIsolation === 'page-shared'
  return isPage && !json.component
}

import { TmplGroup } from 'glass-easel-template-compiler'
import type { AppPackage } from './app-package.js'
import type { Problems } from './compile-error.js'
import { requiredScripts, toJavaScript } from './wxs.js'

interface TemplateFault {
  readonly isError: boolean
  readonly path: string
  readonly message: string
  readonly startLine: number
  readonly startColumn: number
}

/** glass-easel only warns of these; WeChat's own compiler refuses them. */
const REFUSED_WARNINGS = new Set(['missing end tag', 'invalid end tag'])

interface Options {
  readonly app: AppPackage
  readonly ids: readonly string[]
  readonly problems: Problems
}

/** Compiles the WXML of the components, and all templates and scripts that it includes, to one JavaScript expression. */
export function compileTemplates({ app, ids, problems }: Options): string {
  const group = new TmplGroup()
  const templates = new Set<string>()
  const scripts = new Set<string>()
  for (const id of ids) addTemplate(id)
  return group.getTmplGenObjectGroups()

  function addTemplate(path: string, importedBy = path): void {
    if (templates.has(path)) return
    templates.add(path)
    if (!app.has(`${path}.wxml`)) {
      problems.add(`${importedBy}.wxml: ${path}.wxml was not found`)
      return
    }

    const wxml = app
      .read(`${path}.wxml`)
      .replace(/(<wxs\b[^>]*>)([\s\S]*?)(<\/wxs>)/g, (_, open, body, close) => open + toJavaScript(body) + close)
    for (const fault of (group.addTmpl(path, wxml) ?? []) as TemplateFault[]) {
      if (fault.isError || REFUSED_WARNINGS.has(fault.message)) {
        problems.add(`${fault.path}.wxml:${fault.startLine + 1}:${fault.startColumn + 1} ${fault.message}`)
      }
    }
    for (const dependency of group.getDirectDependencies(path) as string[]) addTemplate(dependency, path)
    for (const script of group.getScriptDependencies(path) as string[]) addScript(script.replace(/\.wxs$/, ''), path)
  }

  function addScript(path: string, importedBy: string): void {
    if (scripts.has(path)) return
    scripts.add(path)
    if (!app.has(`${path}.wxs`)) {
      problems.add(`${importedBy}: ${path}.wxs was not found`)
      return
    }

    const wxs = app.read(`${path}.wxs`)
    group.addScript(path, toJavaScript(wxs))
    for (const request of requiredScripts(wxs)) {
      addScript(app.resolveFile(path, request).replace(/\.wxs$/, ''), `${path}.wxs`)
    }
  }
}

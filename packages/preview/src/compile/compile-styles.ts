import postcss, { type AtRule, type CssSyntaxError, type Root } from 'postcss'
import selectorParser from 'postcss-selector-parser'
import { isBuiltinTag } from '../builtin-tags.js'
import { toCssValue } from '../css-value.js'
import type { AppPackage } from './app-package.js'
import type { Problems } from './compile-error.js'

interface Options {
  readonly app: AppPackage
  /** The style sheet, such as `pages/upload/index.wxss`. */
  readonly file: string
  /** Prefix for class selectors, or null for a shared sheet. */
  readonly styleScope: string | null
  readonly problems: Problems
}

/** Compiles one WXSS file with its imports to the CSS of a browser page. */
export function compileStyles({ app, file, styleScope, problems }: Options): string {
  const selectors = selectorParser((root) => scopeSelectors(root, styleScope))
  return compileFile(file, new Set())

  function compileFile(path: string, seen: Set<string>): string {
    if (seen.has(path)) return ''
    seen.add(path)
    const sheet = parse(path)
    if (!sheet) return ''

    const imported: string[] = []
    sheet.walkAtRules('import', (rule) => {
      imported.push(compileImport(rule, path, seen))
      rule.remove()
    })
    sheet.walkDecls((declaration) => {
      declaration.value = toCssValue(declaration.value)
    })
    sheet.walkRules((rule) => {
      const isKeyframe = rule.parent?.type === 'atrule' && (rule.parent as AtRule).name.endsWith('keyframes')
      if (!isKeyframe) rule.selector = selectors.processSync(rule.selector)
    })
    return `${imported.join('')}${sheet.toString()}\n`
  }

  function compileImport(rule: AtRule, from: string, seen: Set<string>): string {
    const request = rule.params.replace(/^url\(\s*|\s*\)$/g, '').replace(/^['"]|['"]$/g, '')
    const target = app.resolveFile(from, request)
    if (app.has(target)) return compileFile(target, seen)
    problems.add(`${from}: @import "${request}" was not found`)
    return ''
  }

  function parse(path: string): Root | null {
    try {
      return postcss.parse(app.read(path), { from: path })
    } catch (error) {
      const { reason, line, column } = error as CssSyntaxError
      problems.add(`${path}:${line}:${column} ${reason}`)
      return null
    }
  }
}

/** Built-in tags get their DOM prefix, classes the component's scope, `:host` the attribute that glass-easel writes. */
function scopeSelectors(root: selectorParser.Root, styleScope: string | null): void {
  root.walkTags((tag) => {
    if (isBuiltinTag(tag.value)) tag.value = `wx-${tag.value}`
  })
  root.walkPseudos((pseudo) => {
    if (pseudo.value !== ':host') return
    pseudo.replaceWith(
      selectorParser.attribute({
        attribute: 'wx-host',
        operator: '=',
        value: styleScope ?? '',
        quoteMark: '"',
        raws: {},
      }),
    )
  })
  if (styleScope === null) return
  root.walkClasses((name) => {
    name.value = `${styleScope}--${name.value}`
  })
}

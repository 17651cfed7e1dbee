import type { CompiledApp } from '../../compile/compiled-app.js'
import type { PageStack } from '../framework/page-stack.js'
import type { StyleSheets } from '../framework/style-sheets.js'
import type { Screen } from '../screen/screen.js'
import type { AppEvents } from '../state/app-events.js'
import type { ConditionStore } from '../state/condition-store.js'
import type { AppLifetimes } from './app-lifetimes.js'

interface Options {
  readonly app: CompiledApp
  readonly conditions: ConditionStore
  readonly screen: Screen
  readonly styleSheets: StyleSheets
  readonly pages: PageStack
  readonly lifetimes: AppLifetimes
  readonly events: AppEvents
}

/** Draws bars and styles in the phone's theme. An app without `"darkmode": true` is always light. */
export function followTheme({ app, conditions, screen, styleSheets, pages, lifetimes, events }: Options): void {
  const { darkmode, themes } = app.config
  const theme = () => (darkmode ? conditions.now.theme : 'light')
  const resolve = (value: string) => {
    if (!value.startsWith('@')) return value
    const resolved = themes[theme()][value.slice(1)]
    if (resolved === undefined) throw new Error(`theme.json has no "${value.slice(1)}" under "${theme()}"`)
    return resolved
  }
  const drawBars = () => screen.show(pages.top.window, { depth: pages.depth, resolve })
  const apply = () => {
    screen.setTheme(theme())
    styleSheets.setTheme(theme())
  }

  apply()
  pages.onChange(drawBars)
  conditions.onChange('theme', () => {
    if (!darkmode) return
    apply()
    drawBars()
    events.emit('themeChange', { theme: theme() })
    lifetimes.call('onThemeChange', { theme: theme() })
  })
}

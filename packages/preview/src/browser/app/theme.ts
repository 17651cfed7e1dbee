import type { CompiledApp } from '../../compile/compiled-app.js'
import type { ConditionStore } from '../state/condition-store.js'

/** Turns `@name` in window fields into what `theme.json` says for the theme in force. */
export function themeResolver(app: CompiledApp, conditions: ConditionStore): (value: string) => string {
  return (value) => {
    if (!value.startsWith('@')) return value
    const theme = app.config.darkmode ? conditions.now.theme : 'light'
    const resolved = app.config.themes[theme][value.slice(1)]
    if (resolved === undefined) throw new Error(`theme.json has no "${value.slice(1)}" under "${theme}"`)
    return resolved
  }
}

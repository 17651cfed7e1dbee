import type { SetUp } from './check.js'

/** Origins of the web page, as they are written in `H5_ORIGINS`. */
export function pageOrigins(variables: SetUp['variables']): string[] {
  return (variables['H5_ORIGINS'] ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter(Boolean)
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What to do where a `pnpm --filter …` was the first command of a fresh clone: pnpm then installs for that package alone, and takes
 * this for complete whatever is run afterwards.
 *
 * @param {string} folder of the repository
 * @returns {string | undefined} a sentence, or nothing where everything was installed
 */
export function hintOfFilteredInstall(folder) {
  try {
    const state = JSON.parse(readFileSync(join(folder, 'node_modules/.pnpm-workspace-state-v1.json'), 'utf8'))
    if (state.filteredInstall !== true) return undefined
  } catch {
    // Another pnpm may keep no such file; then turbo's own words have to do.
    return undefined
  }
  return 'Only some packages are installed here, by a command with --filter. Install all of them: npx --yes pnpm@12.21.0 install'
}

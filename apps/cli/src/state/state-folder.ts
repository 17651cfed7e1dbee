import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * Where the command keeps what it knows between runs: the person's own folder for such things, not the uploaded one, which may be
 * read-only, on a stick, or shared.
 */
export function stateFolder(variables: NodeJS.ProcessEnv): string {
  const given = variables['XDG_STATE_HOME']
  if (given) return join(given, 'photolift')
  // As `homedir` does it, but for these variables.
  const home = variables[process.platform === 'win32' ? 'USERPROFILE' : 'HOME'] || homedir()
  if (process.platform === 'win32') return join(variables['LOCALAPPDATA'] ?? join(home, 'AppData/Local'), 'photolift')
  if (process.platform === 'darwin') return join(home, 'Library/Application Support/photolift')
  return join(home, '.local/state/photolift')
}

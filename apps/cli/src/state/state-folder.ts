import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * Where the command keeps what it knows between runs: the person's own folder for such things, not the uploaded one, which may be
 * read-only, on a stick, or shared.
 */
export function stateFolder(variables: NodeJS.ProcessEnv = process.env): string {
  const given = variables['XDG_STATE_HOME']
  if (given) return join(given, 'photolift')
  if (process.platform === 'win32')
    return join(variables['LOCALAPPDATA'] ?? join(homedir(), 'AppData/Local'), 'photolift')
  if (process.platform === 'darwin') return join(homedir(), 'Library/Application Support/photolift')
  return join(homedir(), '.local/state/photolift')
}

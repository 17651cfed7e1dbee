import { password } from '@inquirer/prompts'
import type { CommandWorld } from '../command-world.js'
import { readEnvironment } from './environment.js'
import { missingSecrets } from './storage-address.js'

/**
 * Asks a person for the secrets that the chosen storage misses, without showing them; in a pipe it asks for nothing, and what is
 * missing is told with everything else that is. Secrets have no options: arguments stand in the list of processes.
 *
 * @returns the variables with what was typed
 */
export async function askForSecrets({
  variables,
  terminal,
  signal,
}: Pick<CommandWorld, 'variables' | 'terminal' | 'signal'>): Promise<NodeJS.ProcessEnv> {
  const { env, problems } = readEnvironment(variables)
  const completed = { ...variables }
  if (!terminal.canAsk || problems.length > 0) return completed
  for (const name of missingSecrets(env)) {
    completed[name] = await password({ message: name, mask: true }, { output: terminal.screen, signal })
  }
  return completed
}

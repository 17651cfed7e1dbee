import type { CommandWorld } from '../command-world.js'
import { askForSecrets } from '../configuration/ask-secrets.js'
import { readStorageAddress } from '../configuration/storage-address.js'
import { stateFolder } from '../state/state-folder.js'
import { openStorage } from './open-storage.js'
import type { Storage } from './storage.js'

/**
 * The storage that the variables name; missing secrets are asked for.
 *
 * @param ids that the command was given: a `cloud://` id also tells the bucket, which `tcb` needs no variable for
 * @throws ConfigurationError
 */
export async function openForCommand(world: CommandWorld, ids: readonly string[] = []): Promise<Storage> {
  const { variables, terminal } = world
  const address = readStorageAddress(await askForSecrets(world))
  const buckets = new Set(ids.flatMap((id) => /^cloud:\/\/[\w-]+\.([\w-]+)\//.exec(id)?.[1] ?? []))
  // Where they disagree one of them is wrong, and WeChat is asked which.
  const bucketOfIds = buckets.size === 1 ? [...buckets][0] : undefined
  const storage = openStorage(address, {
    stateFolder: stateFolder(variables),
    onProblem: ({ message }) => terminal.note(message),
    bucketOfIds,
  })
  // Here `tcb` learns the name of its bucket, without which a file has no id.
  if (address.kind === 'tcb' && bucketOfIds === undefined) await storage.store.checkAccess()
  return storage
}

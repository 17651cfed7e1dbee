import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { DatabaseAddress } from '@photolift/database'
import { ConfigurationError, type Environment, readEnvironment } from './environment.js'

/**
 * Where the service keeps its rows. A SQLite file that is not there is a mistake: opening would make an empty one.
 *
 * @param folder what relative file names start from
 * @throws ConfigurationError with all problems at once
 */
export function readDatabaseAddress(variables: NodeJS.ProcessEnv, folder: string): DatabaseAddress {
  const { env, problems } = readEnvironment(variables)
  const ofDatabase = problems.filter((problem) => /^(DATABASE|MYSQL)_/.test(problem))
  if (ofDatabase.length > 0) throw new ConfigurationError(ofDatabase)
  const address = toDatabaseAddress(env, folder)
  if (address.kind === 'sqlite' && !existsSync(address.file)) {
    const name = env.DATABASE_URL === undefined ? 'DATABASE_URL is missing and its default' : 'DATABASE_URL:'
    throw new ConfigurationError([
      `${name} names no file that exists: photos and people are found in the service's database`,
    ])
  }
  return address
}

export function toDatabaseAddress(env: Environment, folder: string): DatabaseAddress {
  if (env.DATABASE_URL?.startsWith('mysql:')) return { kind: 'mysql', url: env.DATABASE_URL }
  if (env.DATABASE_URL === undefined && env.MYSQL_ADDRESS !== undefined) {
    const url = new URL(`mysql://${env.MYSQL_ADDRESS}/${env.MYSQL_DATABASE}`)
    url.username = encodeURIComponent(env.MYSQL_USERNAME ?? '')
    url.password = encodeURIComponent(env.MYSQL_PASSWORD ?? '')
    return { kind: 'mysql', url: url.href }
  }
  const file = env.DATABASE_URL?.slice('sqlite:'.length) ?? 'photolift.sqlite'
  return { kind: 'sqlite', file: file === ':memory:' ? file : resolve(folder, file) }
}

import type { Environment } from '../configuration/environment.js'

/** What a check saw. `fix` says what to do, in one sentence or two. */
export type Finding =
  | { level: 'ok'; finding: string }
  /** Works, and could go wrong or cost something. */
  | { level: 'warning'; finding: string; fix: string }
  /** Does not work, or is not safe. */
  | { level: 'error'; finding: string; fix: string }

/** One thing that can be wrong. */
export interface Check {
  name: string
  /** Never throws for what is wrong with the set-up. @returns nothing where the check does not apply to it */
  look(setUp: SetUp): Promise<readonly Finding[]>
}

/** The set-up that is looked at. */
export interface SetUp {
  /** All of the environment: the service has variables that the command itself does not read. */
  variables: Readonly<Record<string, string | undefined>>
  /** Those that the command reads, as far as they are right. */
  env: Environment
  /** What is wrong with them, each beginning with the variable's name. */
  problems: readonly string[]
  /** What relative names start from. */
  folder: string
  /** Where the service answers, as `--service` says. */
  serviceUrl: string | undefined
  /** Milliseconds since the epoch. */
  now: () => number
}

/** Whether the service is configured here, or only what the command needs for files. */
export function hasService({ env, variables }: Pick<SetUp, 'env' | 'variables'>): boolean {
  if (env.STORAGE === 'tcb') return false
  return ['JWT_SECRET', 'LOGIN', 'WECHAT_APPID', 'DATABASE_URL', 'MYSQL_ADDRESS'].some((name) =>
    Boolean(variables[name]),
  )
}

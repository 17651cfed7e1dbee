import { z } from 'zod'

/** The variables that the command reads; they mean what they mean to the service. `STORAGE` also takes `tcb`. */
export const environment = z.object({
  STORAGE: z.enum(['cos', 'cloudrun', 'tcb'], 'is none of cos, cloudrun, tcb').default('cos'),
  COS_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*-\d+$/, 'must end with the appId, like photos-1250000000')
    .optional(),
  COS_REGION: z
    .string()
    .regex(/^[a-z0-9-]+$/, 'is no region, like ap-guangzhou')
    .optional(),
  COS_ENDPOINT: origin().optional(),
  COS_SECRET_ID: z.string().optional(),
  COS_SECRET_KEY: z.string().optional(),
  WECHAT_APPID: z
    .string()
    .regex(/^wx[0-9a-zA-Z]{1,30}$/, 'does not look like an appid, which begins with wx')
    .optional(),
  WECHAT_SECRET: z.string().optional(),
  WECHAT_API_BASE_URL: origin().optional(),
  CLOUDRUN_ENV: z
    .string()
    .regex(/^[\w-]+$/, 'is no id of a cloud environment, like prod-0a1b2c3d')
    .optional(),
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|mysql:\/\/.+)$/, 'is neither sqlite:<file> nor mysql://user:password@host:port/database')
    .optional(),
  MYSQL_ADDRESS: z
    .string()
    .regex(/^[^:/@]+:\d+$/, 'is not host:port')
    .optional(),
  MYSQL_USERNAME: z.string().optional(),
  MYSQL_PASSWORD: z.string().optional(),
  MYSQL_DATABASE: z.string().regex(/^\w+$/, 'holds letters, digits and "_" only').default('photolift'),
})

export type Environment = z.infer<typeof environment>

/** Says which variables are wrong and why; never what they hold, since values are secrets. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'

  constructor(readonly problems: readonly string[]) {
    super(['The configuration has problems:', ...problems.map((problem) => `  ${problem}`)].join('\n'))
  }
}

/** The variables as far as they are right, and what is wrong with the others. An empty variable counts as absent. */
export function readEnvironment(variables: NodeJS.ProcessEnv): { env: Environment; problems: string[] } {
  const names = Object.keys(environment.shape)
  const given = Object.fromEntries(names.filter((name) => variables[name]).map((name) => [name, variables[name]]))
  const read = environment.safeParse(given)
  if (read.success) return { env: read.data, problems: [] }

  const wrong = read.error.issues.map(({ path, message }) => ({ name: String(path[0]), message }))
  for (const { name } of wrong) delete given[name]
  return { env: environment.parse(given), problems: wrong.map(({ name, message }) => `${name} ${message}`) }
}

function origin() {
  return z.string().refine((text) => {
    const url = URL.parse(text)
    return url !== null && /^https?:$/.test(url.protocol) && url.origin === text.replace(/\/$/, '')
  }, 'is not an origin such as https://host:port')
}

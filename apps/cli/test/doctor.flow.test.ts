import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { openDatabase } from '@photolift/database'
import { type Emulator, startEmulator } from '@photolift/emulator'
import { clearRules, setRules, WHOLE_RULES } from './bucket-rules.js'
import { type CommandPlace, run, runBundle, variablesFor } from './command.js'
import { makeTeamDatabase } from './team-database.js'

interface Finding {
  check: string
  level: 'ok' | 'warning' | 'error'
  finding: string
  fix?: string
}

let emulator: Emulator
let root: string
let place: CommandPlace
const servers: Server[] = []

beforeAll(async () => {
  emulator = await startEmulator()
  await setRules(emulator, WHOLE_RULES)
})
afterAll(() => emulator.close())

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'photolift-doctor-'))
  const { url, close } = await makeTeamDatabase(root, {})
  await close()
  place = {
    folder: root,
    variables: {
      ...variablesFor('cos', emulator, join(root, 'state')),
      WECHAT_APPID: emulator.wechat.appid,
      WECHAT_SECRET: emulator.wechat.secret,
      WECHAT_API_BASE_URL: emulator.wechat.endpoint,
      JWT_SECRET: randomBytes(48).toString('base64'),
      DATABASE_URL: url,
    },
  }
})
afterEach(async () => {
  emulator.faults.clear()
  emulator.settings.change({
    allowedAddresses: null,
    cloudOpened: true,
    openInterface: true,
    openInterfacePaths: OPEN_PATHS,
  })
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
  await rm(root, { recursive: true, force: true })
})
const OPEN_PATHS = ['/_/cos/getauth', '/_/cos/metaid/encode', '/_/cos/metaid/decode']

async function findings(...options: string[]): Promise<{ problems: Finding[]; all: Finding[]; code: number | null }> {
  const { stdout, stderr, code } = await run(['doctor', '--json', ...options], place)
  try {
    const all = (JSON.parse(stdout) as { findings: Finding[] }).findings
    return { all, problems: all.filter(({ level }) => level !== 'ok'), code }
  } catch (error) {
    throw new Error(`no JSON; standard error: ${stderr}`, { cause: error })
  }
}

/** The variables of a service inside 云托管, whose bucket is the environment's. */
function useCloudrun(): void {
  const { DATABASE_URL = '', JWT_SECRET = '' } = place.variables
  place.variables = {
    ...variablesFor('cloudrun', emulator, join(root, 'state')),
    LOGIN: 'cloudrun',
    WECHAT_APPID: emulator.wechat.appid,
    DATABASE_URL,
    JWT_SECRET,
  }
}

/** The right web page, whose origin the bucket knows. */
function useServiceAccount(): Promise<void> {
  Object.assign(place.variables, {
    H5_ORIGINS: 'https://h5.example.com',
    OFFICIAL_APPID: emulator.wechat.official.appid,
    OFFICIAL_SECRET: emulator.wechat.official.secret,
    OFFICIAL_CALLBACK_ORIGIN: 'https://api.example.com',
  })
  return setRules(emulator, { ...WHOLE_RULES, cors: [{ origins: ['https://h5.example.com'], expose: ['ETag'] }] })
}

function useTcb(): void {
  place.variables = variablesFor('tcb', emulator, join(root, 'state'))
}

/** Something else that answers, such as a proxy or a service. */
async function answering(
  answer: (path: string) => { status: number; headers?: Record<string, string> },
): Promise<string> {
  const server = createServer((request, response) => {
    const { status, headers } = answer(request.url ?? '/')
    request.resume()
    response.writeHead(status, headers).end()
  })
  servers.push(server)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('a set-up that is right', () => {
  it('lets pages of every origin read what they have a signed address for', async () => {
    await useServiceAccount()
    const page = { origins: ['https://h5.example.com'], expose: ['ETag'] }
    await setRules(emulator, { ...WHOLE_RULES, cors: [page, { origins: ['*'], methods: ['GET', 'HEAD'], expose: [] }] })

    const { all } = await findings()

    expect(all.filter(({ check }) => check === 'CORS')).toEqual([expect.objectContaining({ level: 'ok' })])
    await setRules(emulator, WHOLE_RULES)
  })

  it('has nothing wrong but what its author chose', async () => {
    const { problems, code } = await findings()

    // The emulator has one key pair.
    expect(problems).toEqual([
      expect.objectContaining({
        check: 'service settings',
        level: 'warning',
        finding: expect.stringContaining('signed by'),
      }),
    ])
    expect(code).toBe(0)
  })

  it('with a web page too, and names the domains of its service account', async () => {
    await useServiceAccount()

    const { problems, all } = await findings()
    expect(problems.map(({ check }) => check)).toEqual(['service settings'])
    expect(all).toContainEqual(expect.objectContaining({ check: 'service account', level: 'ok' }))
    const { stdout } = await run(['doctor'], place)
    expect(stdout).toMatch(/JS接口安全域名 +h5\.example\.com\n/)
    expect(stdout).toMatch(/网页授权域名 +api\.example\.com\n/)
    expect(stdout).not.toContain(emulator.wechat.official.secret)
    await setRules(emulator, WHOLE_RULES)
  })

  it('inside 云托管 too', async () => {
    useCloudrun()

    expect((await findings()).problems).toEqual([])
  })

  it('for files through the HTTP API needs four variables', async () => {
    useTcb()

    expect((await findings()).problems).toEqual([])
  })

  it('names the domains for the console, and leaves nothing in the bucket', async () => {
    const { stdout, stderr, code } = await runBundle(['doctor'], place)

    const { bucket, region } = emulator.cos
    // Nor does Node warn of what the driver calls.
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
    expect(stdout).toContain(`uploadFile    https://${bucket}.cos.${region}.myqcloud.com`)
    expect(stdout).toContain('0 errors, 1 warning.')
    expect(emulator.objects.list('photolift-doctor')).toEqual([])
    expect(emulator.objects.list('incoming/')).toEqual([])
  })

  it('names no domain of a bucket that nobody has named', async () => {
    delete place.variables['COS_BUCKET']

    const { stdout } = await run(['doctor'], place)

    expect(stdout).toMatch(/^ {2}uploadFile {4}\(known once COS_BUCKET and COS_REGION are set\)$/m)
    expect(stdout).toMatch(/^ {2}downloadFile {2}\(known once COS_BUCKET and COS_REGION are set\)$/m)
  })
})

const set = (name: string, value: string) => () => {
  place.variables[name] = value
}
const unset = (name: string) => () => {
  delete place.variables[name]
}
const both =
  (...breaks: (() => unknown)[]) =>
  async () => {
    for (const breakIt of breaks) await breakIt()
  }
const refusing =
  (status: number, code: string, more: object = {}) =>
  () => {
    emulator.faults.add({ service: 'cos', fault: { status, code }, ...more })
  }

interface Broken {
  what: string
  breakIt: () => unknown
  check: string
  finding: RegExp
  fix: RegExp
  level?: 'warning'
  options?: string[]
}

const BROKEN: Broken[] = [
  {
    what: "an environment's bucket that is not there",
    breakIt: both(useCloudrun, refusing(404, 'NoSuchBucket')),
    check: 'bucket',
    finding: /NoSuchBucket/,
    fix: /COS_BUCKET/,
  },
  {
    what: 'thumbnails that nobody makes',
    breakIt: both(useCloudrun, set('THUMBNAILS', 'ci')),
    check: 'service settings',
    finding: /THUMBNAILS=ci/,
    fix: /server or none/,
  },
  {
    what: 'keys that 云托管 gives itself',
    breakIt: both(useCloudrun, set('COS_SECRET_ID', 'AKIDx')),
    check: 'service settings',
    finding: /COS_SECRET_ID/,
    fix: /out/,
  },
  {
    what: 'no bucket',
    breakIt: unset('COS_BUCKET'),
    check: 'variables',
    finding: /COS_BUCKET is missing/,
    fix: /list of buckets/,
  },
  {
    what: 'a bucket without appId',
    breakIt: set('COS_BUCKET', 'photos'),
    check: 'variables',
    finding: /COS_BUCKET must end with/,
    fix: /number at its end/,
  },
  {
    what: 'no secret key',
    breakIt: unset('COS_SECRET_KEY'),
    check: 'variables',
    finding: /COS_SECRET_KEY is missing/,
    fix: /访问密钥/,
  },
  {
    what: 'an endpoint with a path',
    breakIt: set('COS_ENDPOINT', 'https://cos.example.com/photos'),
    check: 'variables',
    finding: /COS_ENDPOINT is not an origin/,
    fix: /origin/,
  },
  {
    what: 'an unknown storage',
    breakIt: set('STORAGE', 's3'),
    check: 'variables',
    finding: /STORAGE is none of/,
    fix: /tcb/,
  },
  {
    what: 'an appid of something else',
    breakIt: set('WECHAT_APPID', 'gh_0123'),
    check: 'variables',
    finding: /WECHAT_APPID does not look/,
    fix: /AppID/,
  },
  {
    what: 'an unreadable database address',
    breakIt: set('DATABASE_URL', 'postgres://x'),
    check: 'variables',
    finding: /DATABASE_URL is neither/,
    fix: /mysql:/,
  },
  {
    what: 'no JWT_SECRET',
    breakIt: unset('JWT_SECRET'),
    check: 'login secret',
    finding: /is missing/,
    fix: /openssl rand/,
  },
  {
    what: 'a short JWT_SECRET',
    breakIt: set('JWT_SECRET', 'aB3$kkL9'),
    check: 'login secret',
    finding: /shorter than 32/,
    fix: /openssl rand/,
  },
  {
    what: 'a JWT_SECRET of one letter',
    breakIt: set('JWT_SECRET', 'a'.repeat(40)),
    check: 'login secret',
    finding: /guessed/,
    fix: /random/,
  },
  {
    what: 'a JWT_SECRET from an example',
    breakIt: set('JWT_SECRET', 'please-change-me-to-something-long-and-random'),
    check: 'login secret',
    finding: /guessed/,
    fix: /random/,
  },
  {
    what: 'half a pair for forms',
    breakIt: set('COS_POST_SECRET_ID', 'AKIDother'),
    check: 'service settings',
    finding: /one is missing/,
    fix: /both/,
  },
  {
    what: 'forms signed by the strong pair',
    breakIt: () => {},
    check: 'service settings',
    level: 'warning',
    finding: /may do everything/,
    fix: /PostObject/,
  },
  {
    what: 'no AppSecret',
    breakIt: unset('WECHAT_SECRET'),
    check: 'service settings',
    finding: /WECHAT_SECRET is missing/,
    fix: /AppSecret/,
  },
  {
    what: 'logins by code where there are none',
    breakIt: both(useCloudrun, set('LOGIN', 'code')),
    check: 'service settings',
    finding: /exclude each other/,
    fix: /LOGIN=cloudrun/,
  },
  {
    what: 'SQLite in 云托管',
    breakIt: both(set('CBR_ENV_ID', 'prod-1'), set('CLIENT_ADDRESS_HEADER', 'off')),
    check: 'service settings',
    finding: /keeps no files/,
    fix: /mysql/,
  },
  {
    what: 'one limit for everybody in 云托管',
    breakIt: set('CBR_ENV_ID', 'prod-1'),
    check: 'service settings',
    finding: /CLIENT_ADDRESS_HEADER is missing/,
    fix: /X-Original-Forwarded-For/,
  },
  {
    what: 'keys over plain http',
    breakIt: set('COS_ENDPOINT', 'http://photolift.invalid'),
    check: 'https',
    finding: /COS_ENDPOINT is plain http/,
    fix: /https/,
  },
  {
    what: 'a service over plain http',
    breakIt: () => {},
    options: ['--service', 'http://photolift.invalid'],
    check: 'https',
    finding: /--service is plain http/,
    fix: /https/,
  },
  {
    what: 'an unknown key id',
    breakIt: set('COS_SECRET_ID', 'AKIDunknown'),
    check: 'bucket',
    finding: /key id is unknown \(InvalidAccessKeyId\)/,
    fix: /COS_SECRET_ID/,
  },
  {
    what: 'a wrong secret key',
    breakIt: set('COS_SECRET_KEY', 'wrong'),
    check: 'bucket',
    finding: /SignatureDoesNotMatch/,
    fix: /COS_SECRET_KEY/,
  },
  {
    what: 'a bucket that is not there',
    breakIt: refusing(404, 'NoSuchBucket'),
    check: 'bucket',
    finding: /NoSuchBucket/,
    fix: /COS_REGION/,
  },
  {
    what: 'a key pair without rights',
    breakIt: refusing(403, 'AccessDenied'),
    check: 'bucket',
    finding: /AccessDenied/,
    fix: /GetBucket/,
  },
  {
    what: 'a clock that COS refuses',
    breakIt: refusing(403, 'RequestTimeTooSkewed'),
    check: 'bucket',
    finding: /clock is wrong/,
    fix: /NTP/,
  },
  {
    what: 'an endpoint where nobody listens',
    breakIt: set('COS_ENDPOINT', 'http://127.0.0.1:1'),
    check: 'bucket',
    finding: /cannot be reached \(ECONNREFUSED\)/,
    fix: /COS_ENDPOINT/,
  },
  {
    what: 'an endpoint that is no COS',
    breakIt: async () => set('COS_ENDPOINT', await answering(() => ({ status: 404 })))(),
    check: 'bucket',
    finding: /cannot be reached/,
    fix: /COS_ENDPOINT/,
  },
  {
    what: 'a clock that is wrong',
    breakIt: async () => {
      const wrong = new Date(Date.now() - 600_000).toUTCString()
      set('COS_ENDPOINT', await answering(() => ({ status: 403, headers: { date: wrong } })))()
    },
    check: 'clock',
    // Seconds are what dates in answers have, and what a busy machine takes to ask.
    finding: /(59[6-9]|60[0-4]) s ahead/,
    fix: /NTP/,
  },
  {
    what: 'a key pair that may not write',
    breakIt: refusing(403, 'AccessDenied', { method: 'PUT' }),
    check: 'rights',
    finding: /cannot: PutObject.*AccessDenied/,
    fix: /right/,
  },
  {
    what: 'a key pair that may not delete',
    breakIt: refusing(403, 'AccessDenied', { method: 'POST', targetContains: '?delete' }),
    check: 'rights',
    finding: /DeleteObject/,
    fix: /right/,
  },
  {
    what: 'forms that are refused',
    breakIt: both(set('COS_POST_SECRET_ID', 'AKIDunknown'), set('COS_POST_SECRET_KEY', 'x')),
    check: 'upload forms',
    finding: /refused \(\w+\): nobody can upload/,
    fix: /COS_POST_SECRET_ID/,
  },
  {
    what: 'a web page without CORS',
    breakIt: set('H5_ORIGINS', 'https://team.example.com'),
    check: 'CORS',
    finding: /may not post/,
    fix: /https:\/\/team\.example\.com/,
  },
  {
    what: 'CORS without ETag',
    breakIt: both(set('H5_ORIGINS', 'https://blind.example.com'), () =>
      setRules(emulator, { cors: [{ origins: ['https://blind.example.com'], expose: ['Date'] }] }),
    ),
    check: 'CORS',
    finding: /cannot read the ETag/,
    fix: /exposed/,
  },
  {
    what: 'CORS that lets pages post and not put',
    breakIt: both(set('H5_ORIGINS', 'https://old.example.com'), () =>
      setRules(emulator, {
        cors: [{ origins: ['https://old.example.com'], methods: ['POST', 'GET'], expose: ['ETag'] }],
      }),
    ),
    check: 'CORS',
    finding: /may not put the parts/,
    fix: /PUT/,
  },
  {
    what: 'CORS that lets pages write and not read',
    breakIt: both(set('H5_ORIGINS', 'https://old.example.com'), () =>
      setRules(emulator, {
        cors: [{ origins: ['https://old.example.com'], methods: ['POST', 'PUT', 'GET'], expose: ['ETag'] }],
      }),
    ),
    check: 'CORS',
    finding: /may not read/,
    fix: /HEAD/,
  },
  {
    what: 'CORS that lets no header through',
    breakIt: both(set('H5_ORIGINS', 'https://old.example.com'), () =>
      setRules(emulator, {
        cors: [{ origins: ['https://old.example.com'], headers: 'content-type', expose: ['ETag'] }],
      }),
    ),
    check: 'CORS',
    finding: /may not send the headers/,
    fix: /\*/,
  },
  {
    what: 'CORS that browsers soon forget',
    breakIt: both(set('H5_ORIGINS', 'https://old.example.com'), () =>
      setRules(emulator, { cors: [{ origins: ['https://old.example.com'], expose: ['ETag'], maxAgeSeconds: 5 }] }),
    ),
    check: 'CORS',
    level: 'warning',
    finding: /again and again/,
    fix: /Max-Age .*7200/,
  },
  {
    what: 'a service account without its secret',
    breakIt: both(set('H5_ORIGINS', 'https://old.example.com'), set('OFFICIAL_APPID', 'wx1')),
    check: 'service account',
    finding: /one is missing/,
    fix: /console of the service account/,
  },
  {
    what: 'a service account without a page',
    breakIt: both(set('OFFICIAL_SECRET', 'x'), set('OFFICIAL_APPID', 'wx1')),
    check: 'service account',
    finding: /H5_ORIGINS is missing/,
    fix: /https/,
  },
  {
    what: 'a page that is no origin',
    breakIt: set('H5_ORIGINS', 'https://old.example.com/'),
    check: 'service account',
    finding: /is no origin/,
    fix: /slash/,
  },
  {
    what: 'a page without https',
    breakIt: set('H5_ORIGINS', 'http://old.example.com'),
    check: 'service account',
    finding: /is no origin/,
    fix: /http on loopback/,
  },
  {
    what: 'a page of any name',
    breakIt: set('H5_ORIGINS', 'https://*.example.com'),
    check: 'service account',
    finding: /is no origin/,
    fix: /\*/,
  },
  {
    what: 'a web page in 云托管',
    breakIt: both(useCloudrun, set('H5_ORIGINS', 'https://old.example.com')),
    check: 'service account',
    finding: /cannot have a web page/,
    fix: /second service/,
  },
  {
    what: 'a wrong secret of the service account',
    breakIt: both(useServiceAccount, set('OFFICIAL_SECRET', 'wrong')),
    check: 'service account',
    finding: /no access token .*40125/,
    fix: /OFFICIAL_SECRET/,
  },
  {
    what: 'a service account that has no right to the JS-SDK',
    breakIt: both(useServiceAccount, () =>
      emulator.faults.add({ service: 'wechat', targetContains: '/getticket', fault: { code: '48001' } }),
    ),
    check: 'service account',
    finding: /no ticket .*48001/,
    fix: /接口设置/,
  },
  {
    what: 'pages of everybody',
    breakIt: () => setRules(emulator, { cors: [{ origins: ['*'], expose: ['ETag'] }] }),
    check: 'CORS',
    level: 'warning',
    finding: /every origin/,
    fix: /AllowedOrigin/,
  },
  {
    what: 'no lifecycle rules',
    breakIt: () => clearRules(emulator),
    check: 'lifecycle',
    finding: /incoming\//,
    fix: /1 day/,
  },
  {
    what: 'unfinished parts that stay',
    breakIt: () => clearRules(emulator),
    check: 'lifecycle',
    level: 'warning',
    finding: /unfinished parts/,
    fix: /碎片/,
  },
  {
    what: 'a rule that deletes photos',
    breakIt: () => setRules(emulator, { lifecycle: [{ prefix: '', days: 1 }] }),
    check: 'lifecycle',
    finding: /takes in photos\//,
    fix: /incoming/,
  },
  {
    what: 'a wrong appid',
    breakIt: set('WECHAT_APPID', 'wx0000000000000000'),
    check: 'login',
    finding: /40013/,
    fix: /WECHAT_APPID/,
  },
  {
    what: 'a wrong AppSecret',
    breakIt: set('WECHAT_SECRET', '0'.repeat(32)),
    check: 'login',
    finding: /40125/,
    fix: /WECHAT_SECRET/,
  },
  {
    what: 'a WeChat that is not there',
    breakIt: set('WECHAT_API_BASE_URL', 'http://127.0.0.1:1'),
    check: 'login',
    finding: /no answer/,
    fix: /WECHAT_API_BASE_URL/,
  },
  {
    what: 'an address that is not on the list',
    breakIt: () => emulator.settings.change({ allowedAddresses: ['203.0.113.9'] }),
    check: 'access token',
    finding: /40164/,
    fix: /白名单.*127\.0\.0\.1/,
  },
  {
    what: 'an environment of nobody',
    breakIt: both(useTcb, () => emulator.settings.change({ cloudOpened: false })),
    check: 'cloud environment',
    finding: /85088/,
    fix: /CLOUDRUN_ENV/,
  },
  {
    what: 'another environment',
    breakIt: both(useTcb, set('CLOUDRUN_ENV', 'other-1')),
    check: 'cloud environment',
    finding: /takes no uploads/,
    fix: /CLOUDRUN_ENV/,
  },
  {
    what: 'no open interface service',
    breakIt: both(useCloudrun, set('CBR_ENV_ID', 'x'), () => emulator.settings.change({ openInterface: false })),
    check: 'token mode',
    finding: /refused/,
    fix: /开放接口服务/,
  },
  {
    what: 'a path that is not on the token list',
    breakIt: both(useCloudrun, () => emulator.settings.change({ openInterfacePaths: ['/_/cos/getauth'] })),
    check: 'token mode',
    finding: /85107/,
    fix: /微信令牌/,
  },
  {
    what: 'cloudrun outside of it',
    breakIt: both(useCloudrun, set('WECHAT_API_BASE_URL', 'http://127.0.0.1:1')),
    check: 'token mode',
    finding: /outside/,
    fix: /STORAGE=tcb/,
  },
  {
    what: 'a database file that is not there',
    breakIt: set('DATABASE_URL', 'sqlite:missing.sqlite'),
    check: 'database',
    finding: /no file that exists/,
    fix: /full path/,
  },
  {
    what: 'a database server that is not there',
    breakIt: set('DATABASE_URL', 'mysql://root:secret@127.0.0.1:1/photolift'),
    check: 'database',
    finding: /does not answer \(ECONNREFUSED\)/,
    fix: /address/,
  },
  {
    what: 'tables of an older version',
    breakIt: async () => {
      const old = await openDatabase({ kind: 'sqlite', file: join(root, 'service.sqlite') })
      await old.queries
        .deleteFrom('kysely_migration' as never)
        .where('name' as never, '=', '2026-11-22-cloud-and-edits' as never)
        .execute()
      await old.close()
    },
    check: 'database',
    finding: /lacks 1 migration.*2026-11-22/,
    fix: /Start the service/,
  },
]

describe('a set-up that is broken by', () => {
  afterEach(async () => {
    emulator.faults.clear()
    await setRules(emulator, WHOLE_RULES)
  })

  it.each(BROKEN)('$what is found: $check', async ({ breakIt, check, finding, fix, level = 'error', options = [] }) => {
    await breakIt()

    const { problems, code } = await findings(...options)

    const found = problems.filter((problem) => problem.check === check && finding.test(problem.finding))
    expect({ problems, found }).toEqual({
      problems,
      found: [expect.objectContaining({ level, fix: expect.stringMatching(fix) })],
    })
    expect(level === 'warning' || code === 1).toBe(true)
    // Nothing that is secret is told, whatever is wrong.
    const { COS_SECRET_KEY = '', WECHAT_SECRET = '', JWT_SECRET = '' } = place.variables
    const secrets = [COS_SECRET_KEY, WECHAT_SECRET, JWT_SECRET, 'root:secret'].filter(({ length }) => length > 5)
    const told = JSON.stringify(problems)
    expect(secrets.filter((secret) => told.includes(secret))).toEqual([])
  })
})

describe('the running service', () => {
  const asService = (ready: number, login: number) =>
    answering((path) => ({ status: path === '/readyz' ? ready : login, headers: { 'x-request-id': 'r' } }))

  it('is right where it is ready and refuses a made-up login for what it is', async () => {
    const { all } = await findings('--service', await asService(200, 401))

    expect(all.filter(({ check }) => check === 'service')).toEqual([expect.objectContaining({ level: 'ok' })])
  })

  it.each<[string, () => Promise<string>, RegExp]>([
    ['is not ready', () => asService(503, 401), /not ready \(503\)/],
    ['cannot log people in', () => asService(200, 500), /answered with 500/],
    ['is something else', () => answering(() => ({ status: 200 })), /is not the service/],
    ['is not there', () => Promise.resolve('http://127.0.0.1:1'), /does not answer/],
  ])('that %s is found', async (_, address, finding) => {
    const { problems } = await findings('--service', await address())

    expect(problems).toContainEqual(
      expect.objectContaining({ check: 'service', finding: expect.stringMatching(finding) }),
    )
  })
})

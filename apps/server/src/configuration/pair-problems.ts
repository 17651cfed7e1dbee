type Given = Readonly<Record<string, string | undefined>>

/** Variables that are fine alone and cannot work together, each with the reason. */
export function pairProblems(given: Given): string[] {
  const storage = given['STORAGE'] === 'cloudrun' ? cloudStorageProblems(given) : ownBucketProblems(given)
  return [
    ...storage,
    ...loginProblems(given),
    ...webPageProblems(given),
    ...databaseProblems(given),
    ...platformProblems(given),
  ]
}

/** Whether only this machine reaches what listens there. */
export function isLoopback(host: string): boolean {
  return LOOPBACK_HOSTS.has(host)
}

const LOOPBACK_HOSTS = new Set(['127.0.0.1', '::1', 'localhost'])

function ownBucketProblems(given: Given): string[] {
  const problems = ['COS_REGION', 'COS_SECRET_ID', 'COS_SECRET_KEY']
    .filter((name) => given[name] === undefined)
    .map((name) => `${name} is missing: STORAGE=cos is a bucket of your own`)
  if ((given['COS_POST_SECRET_ID'] === undefined) !== (given['COS_POST_SECRET_KEY'] === undefined))
    problems.push('COS_POST_SECRET_ID and COS_POST_SECRET_KEY go together: one of them is missing')
  return problems
}

function cloudStorageProblems(given: Given): string[] {
  const problems = ['COS_SECRET_ID', 'COS_SECRET_KEY', 'COS_POST_SECRET_ID', 'COS_POST_SECRET_KEY']
    .filter((name) => given[name] !== undefined)
    .map((name) => `${name} does not go with STORAGE=cloudrun, for which 云托管 gives the keys: take it out`)
  if (given['LOGIN'] !== 'cloudrun')
    problems.push(
      'LOGIN must be cloudrun: STORAGE=cloudrun needs the open interface service (开放接口服务), under which logins by code fail',
    )
  if (given['CLOUDRUN_ENV'] === undefined && given['CBR_ENV_ID'] === undefined)
    problems.push('CLOUDRUN_ENV is missing: STORAGE=cloudrun names files by it')
  // «unconfirmed»: no document tells whether an environment's bucket processes images.
  if (given['THUMBNAILS'] === 'ci')
    problems.push('THUMBNAILS must be server or none: the bucket of STORAGE=cloudrun is not known to process images')
  return problems
}

function loginProblems(given: Given): string[] {
  const { LOGIN, HOST, WECHAT_SECRET, CBR_ENV_ID } = given
  if (LOGIN !== 'cloudrun')
    return WECHAT_SECRET === undefined ? ['WECHAT_SECRET is missing: LOGIN=code exchanges login codes with it'] : []
  if (CBR_ENV_ID !== undefined || HOST === undefined || isLoopback(HOST)) return []
  return [
    'HOST must be loopback: LOGIN=cloudrun believes headers that 云托管 alone writes, and CBR_ENV_ID says that this is not 云托管',
  ]
}

function webPageProblems(given: Given): string[] {
  const { OFFICIAL_APPID, OFFICIAL_SECRET, H5_ORIGINS, H5_DIST } = given
  const problems: string[] = []
  if ((OFFICIAL_APPID === undefined) !== (OFFICIAL_SECRET === undefined))
    problems.push('OFFICIAL_APPID and OFFICIAL_SECRET go together: one of them is missing')
  if (H5_ORIGINS === undefined && (OFFICIAL_APPID !== undefined || H5_DIST !== undefined))
    problems.push('H5_ORIGINS is missing: it names the pages that people who log in are sent back to')
  if (OFFICIAL_APPID !== undefined && given['STORAGE'] === 'cloudrun')
    problems.push(
      "OFFICIAL_APPID does not go with STORAGE=cloudrun: the open interface service breaks OAuth, whose calls carry no account token. Run the web page's service as a second service on the same database, with STORAGE=cos",
    )
  else if (H5_ORIGINS !== undefined && given['LOGIN'] === 'cloudrun')
    problems.push(
      "H5_ORIGINS does not go with LOGIN=cloudrun, which believes headers because the service has no public door: a browser could not reach it, or anybody could log in as anybody. Run the web page's service as a second service on the same database, with LOGIN=code and STORAGE=cos",
    )
  return problems
}

function databaseProblems(given: Given): string[] {
  const { MYSQL_ADDRESS, MYSQL_USERNAME, DATABASE_URL } = given
  if (MYSQL_ADDRESS === undefined || DATABASE_URL !== undefined || MYSQL_USERNAME !== undefined) return []
  return ['MYSQL_USERNAME is missing: it goes with MYSQL_ADDRESS']
}

/** What holds inside 云托管 alone. */
function platformProblems(given: Given): string[] {
  const { CBR_ENV_ID, CLOUDRUN_ENV, DATABASE_URL, MYSQL_ADDRESS, CLIENT_ADDRESS_HEADER } = given
  if (CBR_ENV_ID === undefined) return []
  const problems: string[] = []
  if (!(DATABASE_URL?.startsWith('mysql:') ?? MYSQL_ADDRESS !== undefined))
    problems.push('DATABASE_URL must be mysql://…: 云托管 keeps no files, SQLite would be lost at each release')
  if (CLIENT_ADDRESS_HEADER === undefined)
    problems.push(
      'CLIENT_ADDRESS_HEADER is missing: in 云托管 all clients share one socket address; give X-Original-Forwarded-For or off',
    )
  const isOfCloud = given['LOGIN'] === 'cloudrun' || given['STORAGE'] === 'cloudrun'
  if (isOfCloud && CLOUDRUN_ENV !== undefined && CLOUDRUN_ENV !== CBR_ENV_ID)
    problems.push(
      'CLOUDRUN_ENV is not CBR_ENV_ID: requests and keys come from the environment that the service runs in',
    )
  return problems
}

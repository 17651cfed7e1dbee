import { describe, expect, it } from '@jest/globals'
import { ConfigurationError, readConfiguration } from './configuration.js'

const complete = {
  JWT_SECRET: 'j'.repeat(32),
  COS_BUCKET: 'photos-1250000000',
  COS_REGION: 'ap-guangzhou',
  COS_SECRET_ID: 'id',
  COS_SECRET_KEY: 'key',
  WECHAT_APPID: 'wx0123456789abcdef',
  WECHAT_SECRET: 'secret',
}

function problemsOf(environment: Record<string, string | undefined>): readonly string[] {
  try {
    readConfiguration(environment)
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems
    throw error
  }
  return []
}

describe('the environment', () => {
  it('needs few variables; the rest has defaults that are safe', () => {
    const configuration = readConfiguration(complete)

    expect(configuration).toMatchObject({
      listen: { host: '127.0.0.1', port: 3_000 },
      database: { kind: 'sqlite', file: 'photolift.sqlite' },
      uploadGrantTtlSeconds: 600,
      photoMaxBytes: 20 * 1024 * 1024,
      limits: { grantsPerMinute: 120, requestsPerMinute: 600 },
      thumbnails: 'ci',
      login: { kind: 'code' },
      clientAddress: { from: 'socket' },
      operations: { token: undefined, openWithoutToken: true },
    })
    const pair = { secretId: 'id', secretKey: 'key' }
    expect(configuration.storage).toEqual({
      kind: 'cos',
      bucket: { bucket: 'photos-1250000000', region: 'ap-guangzhou' },
      credential: pair,
      formCredential: pair,
    })
  })

  it('has all its problems told at once, by name and reason, never by value', () => {
    const problems = problemsOf({
      JWT_SECRET: 'value-1',
      COS_BUCKET: 'value-two',
      COS_ENDPOINT: 'value-3',
      PORT: 'value-4',
      UPLOAD_GRANT_TTL_SECONDS: '601',
      WECHAT_APPID: 'value-5',
    })

    expect(problems).toEqual(
      expect.arrayContaining([
        'JWT_SECRET needs at least 32 bytes',
        'COS_BUCKET must end with the appId, like photos-1250000000',
        'COS_REGION is missing: STORAGE=cos is a bucket of your own',
        'COS_SECRET_ID is missing: STORAGE=cos is a bucket of your own',
        'COS_SECRET_KEY is missing: STORAGE=cos is a bucket of your own',
        'COS_ENDPOINT is not an origin such as https://host:port',
        'PORT is not a whole number',
        'UPLOAD_GRANT_TTL_SECONDS is more than 600',
        'WECHAT_SECRET is missing: LOGIN=code exchanges login codes with it',
      ]),
    )
    expect(problems.join()).not.toMatch(/value-|601/)
  })

  it('counts an empty variable as absent', () => {
    expect(readConfiguration({ ...complete, PORT: '', COS_ENDPOINT: '', HOST: '' }).listen).toEqual({
      host: '127.0.0.1',
      port: 3_000,
    })
    expect(problemsOf({ ...complete, JWT_SECRET: '' })).toEqual(['JWT_SECRET is missing'])
  })

  it.each<[string, Record<string, string>]>([
    ['STORAGE', { STORAGE: 'tcb' }],
    ['THUMBNAILS', { THUMBNAILS: 'yes' }],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://x' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://root:pass#word@db:3306/photolift' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://root:100%@db:3306/photolift' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://root@db:3306' }],
    ['MYSQL_ADDRESS', { MYSQL_ADDRESS: 'db:99999', MYSQL_USERNAME: 'root' }],
    ['MYSQL_USERNAME', { MYSQL_ADDRESS: 'db:3306' }],
    ['COS_POST_SECRET_ID', { COS_POST_SECRET_KEY: 'key' }],
    ['DATABASE_URL', { CBR_ENV_ID: 'prod-1', CLIENT_ADDRESS_HEADER: 'off' }],
    ['CLIENT_ADDRESS_HEADER', { CBR_ENV_ID: 'prod-1', DATABASE_URL: 'mysql://root@db/photolift' }],
    ['PORT', { PORT: '65536' }],
    ['PORT', { PORT: '0x50' }],
    ['OPERATIONS_TOKEN', { OPERATIONS_TOKEN: 'short' }],
    ['JWT_SECRET_PREVIOUS', { JWT_SECRET_PREVIOUS: 'short' }],
  ])('is refused for %s by %o', (name, change) => {
    const problems = problemsOf({ ...complete, ...change })

    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(name)
  })

  it('in 云托管 takes its database from what the platform gives', () => {
    const configuration = readConfiguration({
      ...complete,
      HOST: '0.0.0.0',
      CBR_ENV_ID: 'prod-1',
      CLIENT_ADDRESS_HEADER: 'X-Original-Forwarded-For',
      MYSQL_ADDRESS: '10.0.0.1:3306',
      MYSQL_USERNAME: 'root',
      MYSQL_PASSWORD: 'p@ss/word%',
      LOGIN: 'cloudrun',
    })

    expect(configuration.database).toEqual({
      kind: 'mysql',
      url: 'mysql://root:p%40ss%2Fword%25@10.0.0.1:3306/photolift',
    })
    expect(configuration.clientAddress).toEqual({ from: 'header', header: 'x-original-forwarded-for' })
    expect(configuration.operations.openWithoutToken).toBe(false)
  })

  it('can give forms a key pair of their own', () => {
    const { storage } = readConfiguration({
      ...complete,
      COS_POST_SECRET_ID: 'form-id',
      COS_POST_SECRET_KEY: 'form-key',
    })

    expect(storage).toMatchObject({
      credential: { secretId: 'id', secretKey: 'key' },
      formCredential: { secretId: 'form-id', secretKey: 'form-key' },
    })
  })
})

describe('the bucket of the cloud environment', () => {
  const cloud = {
    JWT_SECRET: 'j'.repeat(32),
    STORAGE: 'cloudrun',
    LOGIN: 'cloudrun',
    CLOUDRUN_ENV: 'prod-1a2b',
    COS_BUCKET: '7072-prod-1a2b-1250000000',
    WECHAT_APPID: 'wx0123456789abcdef',
  }

  it('needs no keys, and knows its region', () => {
    const { storage, thumbnails, login } = readConfiguration(cloud)

    expect(storage).toEqual({
      kind: 'cloudrun',
      bucket: { bucket: '7072-prod-1a2b-1250000000', region: 'ap-shanghai' },
      cloudEnv: 'prod-1a2b',
      openInterfaceUrl: undefined,
    })
    expect(thumbnails).toBe('server')
    expect(login).toMatchObject({ kind: 'cloudrun', cloudrunEnv: 'prod-1a2b' })
  })

  it('takes addresses of an emulator, and small pictures that nobody makes', () => {
    const { storage, thumbnails } = readConfiguration({
      ...cloud,
      THUMBNAILS: 'none',
      COS_REGION: 'ap-beijing',
      COS_ENDPOINT: 'http://127.0.0.1:1/',
      WECHAT_API_BASE_URL: 'http://127.0.0.1:2/',
    })

    expect(storage).toMatchObject({
      bucket: { region: 'ap-beijing', endpoint: 'http://127.0.0.1:1' },
      openInterfaceUrl: 'http://127.0.0.1:2',
    })
    expect(thumbnails).toBe('none')
  })

  it('in 云托管 is in the environment that the service runs in', () => {
    const { CLOUDRUN_ENV: _, ...unnamed } = cloud
    const { storage, login } = readConfiguration({
      ...unnamed,
      HOST: '0.0.0.0',
      CBR_ENV_ID: 'prod-1a2b',
      CLIENT_ADDRESS_HEADER: 'off',
      DATABASE_URL: 'mysql://root@db/photolift',
    })

    expect(storage).toMatchObject({ cloudEnv: 'prod-1a2b' })
    expect(login).toMatchObject({ cloudrunEnv: 'prod-1a2b' })
  })

  it.each<[string, string, Record<string, string>]>([
    ['a login by code, which fails there', 'LOGIN', { LOGIN: 'code', WECHAT_SECRET: 'secret' }],
    ['no environment', 'CLOUDRUN_ENV', { CLOUDRUN_ENV: '' }],
    ['a key pair that it does not use', 'COS_SECRET_ID', { COS_SECRET_ID: 'id' }],
    ['half a key pair', 'COS_SECRET_KEY', { COS_SECRET_KEY: 'key' }],
    ['a key of forms', 'COS_POST_SECRET_ID', { COS_POST_SECRET_ID: 'id' }],
    ['the other key of forms', 'COS_POST_SECRET_KEY', { COS_POST_SECRET_KEY: 'key' }],
    ['image processing of the bucket', 'THUMBNAILS', { THUMBNAILS: 'ci' }],
    ['a bucket without an appid', 'COS_BUCKET', { COS_BUCKET: '7072-prod-1a2b' }],
    ['no bucket', 'COS_BUCKET', { COS_BUCKET: '' }],
  ])('is refused with %s', (_, name, change) => {
    const problems = problemsOf({ ...cloud, ...change })

    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(new RegExp(`^${name} `))
  })
})

describe('a web page', () => {
  const page = { H5_ORIGINS: 'https://h5.example.com,http://localhost:5173' }
  const official = { ...page, OFFICIAL_APPID: 'wx2', OFFICIAL_SECRET: 'official secret' }

  it('is not there unless it is configured', () => {
    expect(readConfiguration(complete).webPage).toEqual({ origins: [], official: undefined, folder: undefined })
  })

  it('has origins, and people of a service account beside those of the mini-program', () => {
    const emulated = { WECHAT_API_BASE_URL: 'http://127.0.0.1:1', OFFICIAL_AUTHORIZE_BASE_URL: 'http://127.0.0.1:2/' }

    expect(readConfiguration({ ...complete, ...official, ...emulated }).webPage).toEqual({
      origins: ['https://h5.example.com', 'http://localhost:5173'],
      official: {
        app: { appid: 'wx2', secret: 'official secret', baseUrl: 'http://127.0.0.1:1' },
        authorizeBaseUrl: 'http://127.0.0.1:2',
        callbackOrigin: undefined,
      },
      folder: undefined,
    })
    expect(readConfiguration({ ...complete, ...page, H5_DIST: 'h5' }).webPage).toMatchObject({ folder: 'h5' })
  })

  it.each([
    'https://h5.example.com/',
    'https://h5.example.com/page',
    'https://H5.example.com',
    'https://h5.example.com:443',
    'https://*.example.com',
    'http://h5.example.com',
    'h5.example.com',
    'null',
    '*',
    'https://h5.example.com,',
    'https://user@h5.example.com',
  ])('has exact origins only: %s', (H5_ORIGINS) => {
    expect(problemsOf({ ...complete, H5_ORIGINS })).toEqual([expect.stringMatching(/^H5_ORIGINS is no list of exact/)])
  })

  it.each<[RegExp, Record<string, string>]>([
    [/^OFFICIAL_APPID and OFFICIAL_SECRET go together/, { ...page, OFFICIAL_APPID: 'wx2' }],
    [/^OFFICIAL_APPID and OFFICIAL_SECRET go together/, { ...page, OFFICIAL_SECRET: 'x' }],
    [/^H5_ORIGINS is missing/, { OFFICIAL_APPID: 'wx2', OFFICIAL_SECRET: 'x' }],
    [/^H5_ORIGINS is missing/, { H5_DIST: 'h5' }],
    [/^OFFICIAL_APPID does not look like/, { ...official, OFFICIAL_APPID: 'gh_1' }],
    [/^H5_ORIGINS does not go with LOGIN=cloudrun.* second service/, { ...official, LOGIN: 'cloudrun' }],
    [
      /^OFFICIAL_APPID does not go with STORAGE=cloudrun.* second service on the same database, with STORAGE=cos$/,
      {
        ...official,
        STORAGE: 'cloudrun',
        LOGIN: 'cloudrun',
        CLOUDRUN_ENV: 'prod-1a2b',
        COS_SECRET_ID: '',
        COS_SECRET_KEY: '',
      },
    ],
  ])('is refused with %s', (problem, change) => {
    expect(problemsOf({ ...complete, ...change })).toEqual([expect.stringMatching(problem)])
  })
})

describe('a login by the headers of 云托管', () => {
  const cloudLogin = { ...complete, LOGIN: 'cloudrun', WECHAT_SECRET: undefined }

  it('goes with a bucket of your own', () => {
    expect(readConfiguration(cloudLogin)).toMatchObject({ storage: { kind: 'cos' }, login: { kind: 'cloudrun' } })
  })

  it.each(['0.0.0.0', '::', '10.0.0.1'])('is refused outside 云托管 where others reach the service: %s', (HOST) => {
    expect(problemsOf({ ...cloudLogin, HOST })).toEqual([expect.stringMatching(/^HOST must be loopback: /)])
  })

  it.each(['127.0.0.1', '::1', 'localhost'])('is taken where only this machine reaches the service: %s', (HOST) => {
    expect(problemsOf({ ...cloudLogin, HOST })).toEqual([])
  })

  it('is refused for another environment than the one that it runs in', () => {
    const problems = problemsOf({
      ...cloudLogin,
      HOST: '0.0.0.0',
      CBR_ENV_ID: 'prod-1',
      CLOUDRUN_ENV: 'prod-2',
      CLIENT_ADDRESS_HEADER: 'off',
      DATABASE_URL: 'mysql://root@db/photolift',
    })

    expect(problems).toEqual([expect.stringMatching(/^CLOUDRUN_ENV is not CBR_ENV_ID: /)])
  })
})

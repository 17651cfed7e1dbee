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
    expect(configuration.formCredential).toEqual(configuration.storeCredential)
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
        'COS_REGION is missing',
        'COS_SECRET_ID is missing',
        'COS_SECRET_KEY is missing',
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
    ['STORAGE', { STORAGE: 'cloudrun' }],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://x' }],
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
    const { formCredential, storeCredential } = readConfiguration({
      ...complete,
      COS_POST_SECRET_ID: 'form-id',
      COS_POST_SECRET_KEY: 'form-key',
    })

    expect(formCredential).toEqual({ secretId: 'form-id', secretKey: 'form-key' })
    expect(storeCredential).toEqual({ secretId: 'id', secretKey: 'key' })
  })
})

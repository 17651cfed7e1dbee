import { expect, it } from '@jest/globals'
import { cloudArguments, emulatedContainer } from './emulated-container.js'
import type { EmulatorReport } from './emulator-report.js'
import { serviceEnvironment } from './service-environment.js'

const report: EmulatorReport = {
  cos: {
    endpoint: 'http://127.0.0.1:1',
    bucket: 'photolift-1250000000',
    region: 'ap-guangzhou',
    secretId: 'the-secret-id',
    secretKey: 'the-secret-key',
  },
  wechat: {
    endpoint: 'http://127.0.0.1:2',
    appid: 'wx1',
    secret: 'the-app-secret',
    env: emulatedContainer.env,
    official: { appid: 'wx2', secret: 'the-app-secret-of-the-service-account' },
  },
  openInterface: { endpoint: 'http://127.0.0.1:3' },
  cloud: {
    env: emulatedContainer.env,
    bucket: '7068-photolift-1300000000',
    region: 'ap-shanghai',
    endpoint: 'http://127.0.0.1:4',
    filesEndpoint: 'http://127.0.0.1:5',
  },
  control: { endpoint: 'http://127.0.0.1:6' },
}

it('gives a service in the cloud no key and no secret of ours', () => {
  const env = serviceEnvironment(report, 'sqlite::memory:', { cloudrun: true })

  expect(env).toMatchObject({
    STORAGE: 'cloudrun',
    LOGIN: 'cloudrun',
    CLOUDRUN_ENV: emulatedContainer.env,
    COS_BUCKET: '7068-photolift-1300000000',
    COS_REGION: 'ap-shanghai',
    COS_ENDPOINT: 'http://127.0.0.1:4',
    WECHAT_API_BASE_URL: 'http://127.0.0.1:3',
    WECHAT_APPID: 'wx1',
  })
  expect(JSON.stringify(env)).not.toMatch(/the-(secret|app)/)
})

it('gives a service the service account only where it has a web page', () => {
  const env = serviceEnvironment(report, '', { pageOrigins: ['http://127.0.0.1:8', 'http://localhost:8'] })

  expect(env).toMatchObject({
    H5_ORIGINS: 'http://127.0.0.1:8,http://localhost:8',
    OFFICIAL_APPID: 'wx2',
    OFFICIAL_SECRET: 'the-app-secret-of-the-service-account',
    OFFICIAL_AUTHORIZE_BASE_URL: 'http://127.0.0.1:2',
  })
  expect(Object.keys(serviceEnvironment(report, '')).join()).not.toMatch(/OFFICIAL|H5/)
})

it('gives each service a secret of its own for its tokens', () => {
  const [one, other] = [serviceEnvironment(report, ''), serviceEnvironment(report, '')]

  expect(one['JWT_SECRET']).toMatch(/^[0-9a-f]{64}$/)
  expect(one['JWT_SECRET']).not.toBe(other['JWT_SECRET'])
})

it('tells the preview where service and files of the cloud are', () => {
  expect(cloudArguments(report, 'http://127.0.0.1:7')).toEqual([
    `--container=${emulatedContainer.env}/photolift=http://127.0.0.1:7`,
    '--cloud-files=http://127.0.0.1:6',
    '--appid=wx1',
  ])
})

it('refuses an environment that no mini-program was built for', () => {
  const other = { ...report, cloud: { ...report.cloud, env: 'other-1' } }

  expect(() => cloudArguments(other, '')).toThrow("the emulator's environment is other-1, and not photolift-0a1b2c3d")
})

import { type Check, type Finding, hasService, type SetUp } from '../check.js'

/** Settings of the service that are fine alone and cannot work together. */
export const serviceSettings: Check = {
  name: 'service settings',
  look: (setUp) => {
    if (!hasService(setUp)) return Promise.resolve([])
    const findings = [loginFindings, cloudStorageFindings, keyPairFindings, platformFindings].flatMap((find) =>
      find(setUp),
    )
    const ok: Finding = { level: 'ok', finding: "the service's settings go together" }
    return Promise.resolve(findings.length > 0 ? findings : [ok])
  },
}

function loginFindings({ env, variables }: SetUp): Finding[] {
  const login = variables['LOGIN'] || 'code'
  if (login !== 'code' && login !== 'cloudrun') {
    return [error('LOGIN is neither code nor cloudrun', 'Use code, or cloudrun inside 云托管 without public access.')]
  }
  const findings: Finding[] = []
  if (env.WECHAT_APPID === undefined && !variables['WECHAT_APPID']) {
    findings.push(
      error(
        'WECHAT_APPID is missing: the service logs people of one mini-program in',
        'Copy the AppID from the console.',
      ),
    )
  }
  if (env.STORAGE === 'cloudrun' && login === 'code') {
    findings.push(
      error(
        'STORAGE=cloudrun and LOGIN=code exclude each other: under 开放接口服务 logins by code fail with 85107',
        'Set LOGIN=cloudrun and switch off public access to the service.',
      ),
    )
  } else if (login === 'code' && env.WECHAT_SECRET === undefined) {
    findings.push(
      error(
        'WECHAT_SECRET is missing: LOGIN=code exchanges login codes with it',
        'Copy the AppSecret from the console.',
      ),
    )
  }
  if (login === 'cloudrun' && env.CLOUDRUN_ENV === undefined && !variables['CBR_ENV_ID']) {
    findings.push({
      level: 'warning',
      finding: 'LOGIN=cloudrun takes requests of any environment: CLOUDRUN_ENV is missing',
      fix: 'Set CLOUDRUN_ENV to the id of the environment.',
    })
  }
  return findings
}

function cloudStorageFindings({ env, variables }: SetUp): Finding[] {
  if (env.STORAGE !== 'cloudrun') return []
  const findings: Finding[] = []
  if (variables['THUMBNAILS'] === 'ci') {
    findings.push(
      error(
        "THUMBNAILS=ci and STORAGE=cloudrun exclude each other: the environment's bucket is not known to process images",
        'Take THUMBNAILS out, or set it to server or none.',
      ),
    )
  }
  const keys = ['COS_SECRET_ID', 'COS_SECRET_KEY', 'COS_POST_SECRET_ID', 'COS_POST_SECRET_KEY']
  const given = keys.filter((name) => variables[name])
  if (given.length > 0) {
    findings.push(error(`${given.join(', ')}: 云托管 gives the keys of its bucket itself`, 'Take them out.'))
  }
  return findings
}

function keyPairFindings({ env, variables }: SetUp): Finding[] {
  if (env.STORAGE !== 'cos') return []
  const { COS_POST_SECRET_ID: id, COS_POST_SECRET_KEY: key } = variables
  if (Boolean(id) !== Boolean(key)) {
    return [
      error(
        'of COS_POST_SECRET_ID and COS_POST_SECRET_KEY one is missing',
        'Set both, or neither: then the strong pair signs forms.',
      ),
    ]
  }
  if (!id || id === env.COS_SECRET_ID) {
    return [
      {
        level: 'warning',
        finding: 'upload forms are signed by the key pair that may do everything',
        fix: 'Make a second key pair that may only PostObject on incoming/* and set COS_POST_SECRET_ID and COS_POST_SECRET_KEY: docs/deploy.md has its policy.',
      },
    ]
  }
  return []
}

function platformFindings({ variables }: SetUp): Finding[] {
  if (!variables['CBR_ENV_ID']) return []
  const findings: Finding[] = []
  const url = variables['DATABASE_URL']
  if (url ? !url.startsWith('mysql:') : !variables['MYSQL_ADDRESS']) {
    findings.push(
      error('云托管 keeps no files, and the database is a file', 'Set DATABASE_URL to mysql://…, or MYSQL_ADDRESS.'),
    )
  }
  if (!variables['CLIENT_ADDRESS_HEADER']) {
    findings.push(
      error(
        'CLIENT_ADDRESS_HEADER is missing: in 云托管 all clients share one address, and one limit',
        'Set it to X-Original-Forwarded-For, or to off.',
      ),
    )
  }
  return findings
}

function error(finding: string, fix: string): Finding {
  return { level: 'error', finding, fix }
}

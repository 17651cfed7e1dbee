import { missingForStorage } from '../../configuration/storage-address.js'
import type { Check, Finding } from '../check.js'

/** Every variable alone, and those without which the storage cannot be opened. */
export const variables: Check = {
  name: 'variables',
  look: ({ env, problems }) => {
    const wrong = problems.map((problem): Finding => {
      const name = /^\w+/.exec(problem)?.[0] ?? ''
      return { level: 'error', finding: problem, fix: FIXES[name] ?? `Correct ${name}, or take it out.` }
    })
    const missing = missingForStorage(env)
      .filter(([name]) => !problems.some((problem) => problem.startsWith(`${name} `)))
      .map(([name, why]): Finding => {
        return { level: 'error', finding: `${name} is missing: ${why}`, fix: FIXES[name] ?? `Set ${name}.` }
      })
    const findings = [...wrong, ...missing]
    const ok: Finding = { level: 'ok', finding: `the variables of STORAGE=${env.STORAGE} are complete` }
    return Promise.resolve(findings.length > 0 ? findings : [ok])
  },
}

const FIXES: Partial<Record<string, string>> = {
  STORAGE: 'Use cos (a bucket of your own), cloudrun (inside 云托管) or tcb (the environment, from anywhere).',
  COS_BUCKET: 'Copy the name from the list of buckets, with the number at its end.',
  COS_REGION: 'Copy the region from the list of buckets, such as ap-guangzhou.',
  COS_ENDPOINT: 'Give an origin without a path, or take it out: COS has an address of its own for each bucket.',
  COS_SECRET_ID: 'Make a key pair in the console: 访问管理, 访问密钥.',
  COS_SECRET_KEY: 'Make a key pair in the console: 访问管理, 访问密钥.',
  WECHAT_APPID: 'Copy the AppID from the console: 开发管理, 开发设置.',
  WECHAT_SECRET: 'Copy the AppSecret from the console: 开发管理, 开发设置.',
  WECHAT_API_BASE_URL: 'Take it out: only an emulator needs it.',
  CLOUDRUN_ENV: "Copy the environment's id from the console of 云托管 or 云开发.",
  DATABASE_URL:
    'Write sqlite:<file>, or mysql://user:password@host:port/database with special characters percent-encoded.',
  MYSQL_ADDRESS: 'Write host:port.',
}

import { AppError } from '@photolift/contracts'

/**
 * Checks a path of the cloud environment's storage. WeChat's own rules, and two more for what cannot arrive: in JSON a control
 * character or half a surrogate pair becomes a `\u` escape, which WeChat takes for the text of the name; and `.` or `..` between
 * slashes disappears from every URL.
 *
 * @throws AppError REQUEST_INVALID with the reason
 * @see 云开发 documents: 存储, 文件名命名限制; COS 13324
 */
export function checkCloudPath(path: string): void {
  const broken = RULES.find(([, holds]) => !holds(path))
  if (broken) throw new AppError('REQUEST_INVALID', `the path in the cloud storage ${broken[0]}`)
}

/** @returns whether it is like `cloud://<env>.<bucket>/<path>`; one id that is not spoils a whole batch */
export function isCloudFileId(cloudFileId: string): boolean {
  return cloudFileId.isWellFormed() && /^cloud:\/\/[\w-]+\.[\w-]+\/\P{Cc}+$/u.test(cloudFileId)
}

const RULES: readonly (readonly [string, (path: string) => boolean])[] = [
  ['is empty', (path) => path !== ''],
  ['is longer than 850 bytes', (path) => Buffer.byteLength(path) <= 850],
  ['begins with / or \\', (path) => !/^[/\\]/.test(path)],
  ['holds //', (path) => !path.includes('//')],
  ['holds . or .. between slashes', (path) => !/(?:^|\/)\.{1,2}(?:\/|$)/.test(path)],
  ['holds a control character', (path) => !/\p{Cc}/u.test(path)],
  ['holds half a surrogate pair', (path) => path.isWellFormed()],
]

import { AppError } from '@photolift/contracts'

/**
 * Where a file goes: the prefix, then its path in NFC, so that a folder from macOS, which may spell é in two characters, gives the same
 * keys as one from Linux.
 *
 * @param prefix as {@link parsePrefix} gives it
 * @throws AppError REQUEST_INVALID where the storage has no such key
 * @see facts of COS 13324 and of 云开发's rules for names: 1 to 850 bytes, no leading slash, no empty part, no control character
 */
export function toObjectKey(prefix: string, path: string): string {
  const key = `${prefix}${path.normalize('NFC')}`
  const broken = RULES.find(([, isBroken]) => isBroken(key))
  if (broken) throw new AppError('REQUEST_INVALID', `the name in the storage ${broken[0]}`)
  return key
}

/**
 * What `--to` says, ending in one slash; empty for the root.
 * @throws AppError REQUEST_INVALID
 */
export function parsePrefix(given: string): string {
  const prefix = given.normalize('NFC').replace(/\/+$/, '')
  if (prefix === '') {
    if (given === '' || given === '/') return ''
    throw new AppError('REQUEST_INVALID', '--to holds //')
  }
  const broken = RULES.find(([, isBroken]) => isBroken(`${prefix}/`))
  if (broken) throw new AppError('REQUEST_INVALID', `--to ${broken[0]}`)
  return `${prefix}/`
}

const RULES: readonly (readonly [reason: string, isBroken: (key: string) => boolean])[] = [
  ['is longer than 850 bytes', (key) => Buffer.byteLength(key) > 850],
  ['begins with / or \\', (key) => /^[/\\]/.test(key)],
  ['holds //', (key) => key.includes('//')],
  ['holds . or .. between slashes', (key) => /(?:^|\/)\.{1,2}(?:\/|$)/.test(key)],
  ['holds a control character', (key) => /\p{Cc}/u.test(key)],
  // COS puts a form's file name in its place.
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the very text is meant
  ['holds ${filename}', (key) => key.includes('${filename}')],
  ['begins with incoming/, whose objects are deleted after a day', (key) => key.startsWith('incoming/')],
]

import { localFiles } from './local-files.js'

/** Where the server serves the files of the app's package. */
const PACKAGE_PREFIX = '/__app/'

/** The URL under which the browser finds what an `<image src>` names: a local file, the network, or the package. */
export function toBrowserUrl(source: string): string {
  if (source === '' || /^(https?|data|blob):/.test(source)) return source
  const local = localFiles.urlOf(source)
  if (local) return local
  // A local path that is gone must fail as an image does, not look into the package.
  if (/^[a-z]+:\/\//.test(source)) return `${PACKAGE_PREFIX}__missing__`
  return PACKAGE_PREFIX + source.replace(/^\.?\/+/, '')
}

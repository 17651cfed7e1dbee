import { cloudFiles } from './cloud-files.js'
import { localFiles } from './local-files.js'

/** Where the server serves the files of the app's package. */
const PACKAGE_PREFIX = '/__app/'

/** The URL under which the browser finds what an `<image src>` names: a local file, the network, or the package. */
export function toBrowserUrl(source: string): string {
  if (source === '' || /^(https?|data|blob):/.test(source)) return source
  const local = localFiles.urlOf(source)
  if (local) return local
  // A local path that is gone must fail as an image does, not look into the package.
  if (/^[a-z]+:\/\//.test(source)) return missingUrl(source)
  return PACKAGE_PREFIX + source.replace(/^\.?\/+/, '')
}

/** The same, where files of the cloud are looked up too. One that the person cannot read fails as an image does. */
export async function toShownUrl(source: string): Promise<string> {
  if (!cloudFiles.isCloudFile(source)) return toBrowserUrl(source)
  const found = await cloudFiles.find(source)
  return 'url' in found ? found.url : missingUrl(source)
}

/** Nothing is there. One for each source: an image that is given another missing one must fail again. */
function missingUrl(source: string): string {
  return `${PACKAGE_PREFIX}__missing__?${encodeURIComponent(source)}`
}

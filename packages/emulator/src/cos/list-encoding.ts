import { CosError } from './cos-error.js'
import type { Query } from './query.js'
import { urlEncode } from './url-encoding.js'

/** How a list writes keys: percent-encoded under `encoding-type=url`. @throws CosError InvalidArgument */
export function textEncoder(query: Query): (text: string) => string {
  const encodingType = query.get('encoding-type') ?? ''
  if (encodingType === 'url') return urlEncode
  if (encodingType === '') return (text) => text
  throw new CosError('InvalidArgument', 'encoding-type can only be url')
}

import type { Exchange } from './exchange.js'
import { readObjectAttributes } from './object-attributes.js'
import { headerOf } from './request-header.js'
import type { ObjectAttributes } from './store/object-store.js'
import { headerText } from './url-encoding.js'

/** What the headers of a PUT, Copy or Initiate Multipart Upload say about the object. */
export function requestAttributes({ request }: Exchange): ObjectAttributes {
  const entries = Object.keys(request.headers).map(
    (name) => [name, headerText(headerOf(request.headers, name) ?? '')] as const,
  )
  return readObjectAttributes(entries)
}

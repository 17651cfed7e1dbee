/** What the page shows. It stands in the fragment, which the JS-SDK's signature leaves out, so that no address needs a new one. */
export type Route =
  | { name: 'upload' }
  | { name: 'gallery' }
  | { name: 'settings' }
  | { name: 'viewer'; photoId: string }

export type GoTo = (route: Route) => void

export function readRoute(hash: string): Route {
  const [name = '', photoId = ''] = hash.slice(1).split('/')
  if (name === 'gallery' || name === 'settings') return { name }
  if (name === 'photo' && photoId !== '') return { name: 'viewer', photoId: decode(photoId) }
  return { name: 'upload' }
}

export function hashOf(route: Route): string {
  if (route.name === 'viewer') return `#photo/${encodeURIComponent(route.photoId)}`
  return route.name === 'upload' ? '#' : `#${route.name}`
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Typed by hand: no such photo then.
    return text
  }
}

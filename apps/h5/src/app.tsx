import type { ConnectionState } from '@photolift/screens'
import { useEffect, useState } from 'preact/hooks'
import type { Composition } from './composition.js'
import { focusedPlace } from './keep-focus.js'
import { DoorPage } from './pages/door-page.js'
import { GalleryPage } from './pages/gallery-page.js'
import { SettingsPage } from './pages/settings-page.js'
import { UploadPage } from './pages/upload-page.js'
import { ViewerPage } from './pages/viewer-page.js'
import { type GoTo, hashOf, readRoute } from './route.js'

/** The page that the address names, or the way in where nobody has logged in. */
export function App({ composition }: { composition: Composition }) {
  const [route, setRoute] = useState(() => readRoute(location.hash))
  const [connection, setConnection] = useState<ConnectionState>(composition.connection.state())

  useEffect(() => composition.connection.subscribe(setConnection), [composition])
  useEffect(() => {
    const follow = () => setRoute(readRoute(location.hash))
    // The latter on the way back from WeChat: what the page shows may have ended meanwhile. They end with the page.
    for (const type of ['popstate', 'pageshow']) addEventListener(type, follow)
  }, [])

  const goTo: GoTo = (next) => {
    history.replaceState({ ...history.state, place: focusedPlace() }, '')
    history.pushState({ from: route.name }, '', hashOf(next))
    setRoute(next)
    scrollTo(0, 0)
  }

  if (connection.phase === 'failed' && connection.error?.code === 'LOGIN_CODE_INVALID')
    return <DoorPage composition={composition} />
  switch (route.name) {
    case 'gallery':
      return <GalleryPage composition={composition} goTo={goTo} />
    case 'settings':
      return <SettingsPage composition={composition} goTo={goTo} />
    case 'viewer':
      return <ViewerPage key={route.photoId} composition={composition} photoId={route.photoId} goTo={goTo} />
    case 'upload':
      return <UploadPage composition={composition} goTo={goTo} />
  }
}

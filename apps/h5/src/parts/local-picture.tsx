import { useState } from 'preact/hooks'
import { Icon } from './icon.js'

/** A picked file as this browser shows it, or a sign where it cannot: HEIC outside Safari. */
export function LocalPicture({ src, class: more = '' }: { src: string; class?: string }) {
  const [brokenSrc, setBrokenSrc] = useState('')
  if (src === brokenSrc)
    return (
      <span class={`local-picture local-picture--broken ${more}`}>
        <Icon name="file" />
      </span>
    )
  // Not to be dragged as a file: it would fall onto the page as one more photo.
  return <img class={`local-picture ${more}`} src={src} alt="" draggable={false} onError={() => setBrokenSrc(src)} />
}

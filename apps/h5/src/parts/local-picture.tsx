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
  return <img class={`local-picture ${more}`} src={src} alt="" onError={() => setBrokenSrc(src)} />
}

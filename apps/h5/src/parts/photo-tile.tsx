import type { TileView } from '@photolift/screens/upload'
import { Icon } from './icon.js'
import { LocalPicture } from './local-picture.js'

/** One photo on its way. */
export function PhotoTile(props: {
  tile: TileView
  /** In somebody's hand, on its way to another place. */
  lifted: boolean
  /** The element that says what keys do. */
  describedBy?: string
  onOpen: (event: MouseEvent) => void
  onRemove: () => void
}) {
  const { tile } = props
  return (
    <div
      class={`tile ${tile.grey ? 'tile--grey' : ''} ${props.lifted ? 'tile--lifted' : ''}`}
      data-task-id={tile.taskId}
    >
      <button
        type="button"
        class="bare tile__face"
        aria-label={tile.label}
        aria-describedby={props.describedBy}
        onClick={props.onOpen}
      >
        <LocalPicture class="tile__photo" src={tile.src} />
        {tile.veil > 0 && <span class="tile__veil" style={{ transform: `translateY(${tile.veil - 100}%)` }} />}
        {tile.retry && (
          <span class="tile__retry">
            <Icon name="retry" />
          </span>
        )}
        {tile.pill !== 'none' && <Pill tile={tile} />}
        {tile.tick && (
          <span class="tile__tick">
            <Icon name="check-bold" />
          </span>
        )}
      </button>
      {tile.removeLabel !== '' && (
        <button type="button" class="bare tile__remove" aria-label={tile.removeLabel} onClick={props.onRemove}>
          <Icon name="close-bold" />
        </button>
      )}
    </div>
  )
}

function Pill({ tile }: { tile: TileView }) {
  const isWide = tile.bar >= 0
  return (
    <span class={`pill pill--${tile.pill} ${isWide ? 'pill--wide' : ''}`}>
      {tile.icon === 'ring' && <Icon name="ring" class="ring pill__icon" />}
      {tile.icon !== 'ring' && tile.icon !== 'none' && (
        <Icon name={tile.icon === 'bad' ? 'alert-solid' : tile.icon} class="pill__icon" />
      )}
      {tile.words !== '' && <span class={`pill__words ${isWide ? 'pill__words--number' : ''}`}>{tile.words}</span>}
      {isWide && (
        <span class="pill__bar">
          <span class="block pill__fill" style={{ transform: `translateX(${tile.bar - 100}%)` }} />
        </span>
      )}
    </span>
  )
}

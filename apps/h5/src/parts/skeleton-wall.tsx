import { GALLERY_TEXT } from '@photolift/screens/text'
import { language } from '../language.js'

/** More than a window shows. */
const ROWS = 7

/** Stands where photos will be, while nothing is known of them yet. */
export function SkeletonWall({ columns, tilePx }: { columns: number; tilePx: number }) {
  return (
    <>
      <div class="day">
        <span class="skeleton skeleton--line" />
        <span class="day__count day__count--right" role="status">
          {GALLERY_TEXT[language].loading}
        </span>
      </div>
      <div class="wall" aria-hidden="true" style={{ '--columns': String(columns), '--tile': `${tilePx}px` }}>
        {Array.from({ length: columns * ROWS }, (_, place) => (
          <span key={place} class="skeleton" />
        ))}
      </div>
    </>
  )
}

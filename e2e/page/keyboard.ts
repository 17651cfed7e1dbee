import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { eventually } from '../world/eventually.js'

/** What has the focus. */
interface Focused {
  /** As a screen reader says it; `body` where nothing has the focus. */
  name: string
  /** Its classes; empty for what cannot be reached by Tab, such as the box of a sheet. */
  kind: string
}

/** More than any page of these tests has. */
const MOST_STOPS = 60

/** Difference of a colour's channels that nobody sees. */
const NEARLY = 30

/** A person without mouse or finger. Looks, at the first of each kind of thing that Tab comes to, whether its ring can be seen. */
export class Keyboard {
  readonly #seenKinds = new Set<string>()
  readonly #hidden: string[] = []

  constructor(private readonly page: Page) {}

  /** Things that show no ring, or not all of it, while they have the focus. */
  withoutRing(): string[] {
    return this.#hidden
  }

  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key)
  }

  async type(words: string): Promise<void> {
    await this.page.keyboard.type(words)
  }

  /**
   * Presses Tab until something of this name has the focus.
   * @returns the names of all that it came by, this one last
   * @throws Error where Tab never comes to it
   */
  async tabTo(name: string | RegExp, { key = 'Tab' } = {}): Promise<string[]> {
    const passed: string[] = []
    for (let count = 0; count < MOST_STOPS; count += 1) {
      await this.press(key)
      passed.push(await this.focused())
      if (isCalled(passed.at(-1) ?? '', name)) return passed
    }
    throw new Error(`${key} never comes to ${name}, but to: ${passed.join(' | ')}`)
  }

  /** The name of what has the focus; `body` where nothing has. */
  async focused(): Promise<string> {
    const { name, kind } = await this.#look()
    if (kind !== '' && !this.#seenKinds.has(kind)) {
      this.#seenKinds.add(kind)
      if (!(await this.#hasRing())) this.#hidden.push(`${name} (${kind})`)
    }
    return name
  }

  /**
   * Waits until something of this name has the focus, without a key: a sheet that opens, what it gives back, what came in place of another.
   *
   * @throws Error where the focus stays elsewhere
   */
  async isLedTo(name: string | RegExp): Promise<void> {
    await eventually(async () => {
      const said = await this.focused()
      if (!isCalled(said, name)) throw new Error(`the focus is at ${said}, and not at ${name}`)
    })
  }

  #look(): Promise<Focused> {
    return this.page.evaluate(() => {
      const element = document.activeElement ?? document.body
      return {
        name: element === document.body ? 'body' : (element.getAttribute('aria-label') ?? element.textContent ?? ''),
        kind: element.getAttribute('tabindex') === '-1' || element === document.body ? '' : element.className,
      }
    })
  }

  /** Looks at the pixels: a ring can be cut off by a box around it, or lie under a neighbour. */
  async #hasRing(): Promise<boolean> {
    const ring = await this.page.evaluate(async () => {
      const element = document.activeElement as HTMLElement
      await Promise.allSettled(
        document
          .getAnimations()
          .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
          .map(({ finished }) => finished),
      )
      const { outlineStyle, outlineWidth, outlineOffset, outlineColor } = getComputedStyle(element)
      const width = outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth)
      const out = Number.parseFloat(outlineOffset) + width / 2
      const { left, top, right, bottom } = element.getBoundingClientRect()
      const [x, y] = [(left + right) / 2, (top + bottom) / 2]
      // The middle of each side: corners may be round.
      const points = [
        [x, top - out],
        [x, bottom + out],
        [left - out, y],
        [right + out, y],
      ]
      return { width, colour: (outlineColor.match(/\d+/g) ?? []).map(Number), points }
    })
    if (ring.width < 2) return false
    const { data, info } = await sharp(await this.page.screenshot())
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    return ring.points.every(([x = 0, y = 0]) => {
      const at = (Math.floor(y) * info.width + Math.floor(x)) * info.channels
      return ring.colour.every((channel, index) => Math.abs(channel - (data[at + index] ?? 0)) < NEARLY)
    })
  }
}

function isCalled(said: string, name: string | RegExp): boolean {
  return typeof name === 'string' ? said === name : name.test(said)
}

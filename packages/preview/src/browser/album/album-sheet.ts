import { element } from '../screen/element.js'
import { button } from '../screen/modal.js'
import type { Texts } from '../screen/texts.js'
import { browseFiles } from './browse-files.js'
import { enlargeSample, listSamplePhotos, readSample, type SamplePhoto, takePhoto } from './sample-photos.js'

export interface AlbumOptions {
  readonly overlay: HTMLElement
  readonly texts: Texts
  readonly title: string
  readonly count: number
  /** Offers a camera beside the pictures. */
  readonly hasCamera: boolean
  /** What the browser's file dialog accepts. */
  readonly accept: string
  /** Whether pictures may be picked as they are, compressed, or as the person says. */
  readonly sizes: readonly ('original' | 'compressed')[]
}

export interface Picked {
  /** In the order of the taps. */
  readonly files: readonly File[]
  readonly isCompressed: boolean
}

/** Lets the person pick from the sample album, the camera or this computer. Null when they close it. */
export async function openAlbum(options: AlbumOptions): Promise<Picked | null> {
  const photos = await listSamplePhotos()
  return new Promise((resolve, reject) => {
    const sheet = new AlbumSheet(options, photos)
    sheet.open().then(resolve, reject)
  })
}

class AlbumSheet {
  readonly #options: AlbumOptions
  readonly #photos: readonly SamplePhoto[]
  readonly #chosen: SamplePhoto[] = []
  readonly #tiles = new Map<SamplePhoto, HTMLButtonElement>()
  readonly #done: HTMLButtonElement
  readonly #isLarge = element('input', { type: 'checkbox' })
  readonly #isOriginal = element('input', { type: 'checkbox' })

  constructor(options: AlbumOptions, photos: readonly SamplePhoto[]) {
    this.#options = options
    this.#photos = photos
    this.#done = element('button', { type: 'button', class: 'album-done', disabled: true }, [options.texts.choose])
  }

  open(): Promise<Picked | null> {
    const { overlay, texts, title, hasCamera, accept, count, sizes } = this.#options
    return new Promise((resolve, reject) => {
      const close = (files: Promise<readonly File[]> | null) => {
        mask.remove()
        if (!files) resolve(null)
        else files.then((picked) => resolve({ files: picked, isCompressed: this.#isCompressed }), reject)
      }
      const cancel = button(texts.cancel, () => close(null))
      const fromComputer = button(texts.files, () => {
        browseFiles({ accept, count }).then((files) => files && close(Promise.resolve(files)), reject)
      })
      const camera = button(texts.camera, () => close(takePhoto().then((photo) => [photo])))
      camera.className = 'album-camera'
      this.#done.addEventListener('click', () => close(Promise.all(this.#chosen.map((photo) => this.#make(photo)))))

      const bothSizes = sizes.includes('original') && sizes.includes('compressed')
      const grid = element('div', { class: 'album-grid' }, [
        ...(hasCamera ? [camera] : []),
        ...this.#photos.map((photo) => this.#tile(photo)),
      ])
      const sheet = element('div', { class: 'album', role: 'dialog', 'aria-modal': 'true', 'aria-label': title }, [
        element('header', {}, [cancel, element('b', {}, [title]), fromComputer]),
        grid,
        element('footer', {}, [
          element('label', {}, [this.#isLarge, texts.large]),
          ...(bothSizes ? [element('label', {}, [this.#isOriginal, texts.original])] : []),
          this.#done,
        ]),
      ])
      const mask = element('div', { class: 'mask is-bottom' }, [sheet])
      overlay.append(mask)
    })
  }

  get #isCompressed(): boolean {
    const { sizes } = this.#options
    return sizes.includes('compressed') && !this.#isOriginal.checked
  }

  #tile(photo: SamplePhoto): HTMLButtonElement {
    const image = element('img', { src: photo.url, alt: '', loading: 'lazy' })
    const tile = element('button', { type: 'button', class: 'album-photo', 'aria-label': photo.name }, [image])
    tile.addEventListener('click', () => this.#toggle(photo))
    this.#tiles.set(photo, tile)
    return tile
  }

  #toggle(photo: SamplePhoto): void {
    const at = this.#chosen.indexOf(photo)
    if (at >= 0) this.#chosen.splice(at, 1)
    else if (this.#chosen.length < this.#options.count) this.#chosen.push(photo)
    for (const [other, tile] of this.#tiles) {
      const place = this.#chosen.indexOf(other)
      tile.dataset['place'] = place < 0 ? '' : String(place + 1)
      tile.setAttribute('aria-pressed', String(place >= 0))
    }
    const { texts, count } = this.#options
    this.#done.disabled = this.#chosen.length === 0
    this.#done.textContent =
      this.#chosen.length === 0 ? texts.choose : `${texts.choose} (${this.#chosen.length}/${count})`
  }

  #make(photo: SamplePhoto): Promise<File> {
    return this.#isLarge.checked ? enlargeSample(photo) : readSample(photo)
  }
}

import { expect, it } from '@jest/globals'
import sharp from 'sharp'
import type { StoreWorld } from '../store-world.js'
import { linkTo, urlOf } from './read-urls.contract.js'

/** What every store with `image-operations` promises. */
export function describeImageOperations(world: () => StoreWorld): void {
  it('a link with an image operation gives the processed picture and refuses the original', async () => {
    const key = world().newKey()
    const picture = sharp({ create: { width: 300, height: 200, channels: 3, background: 'red' } })
    await world().put(key, await picture.jpeg().toBuffer())
    const imageOperation = 'imageMogr2/auto-orient|imageMogr2/thumbnail/60x60>/strip/format/webp'

    const [link] = await world().store.readUrls([{ ...linkTo(key), imageOperation }])

    const url = urlOf(link)
    const thumbnail = await fetch(url)
    const original = await fetch(url.slice(0, url.lastIndexOf('&')))
    const larger = await fetch(url.replaceAll('60x60', '600x600'))
    expect(await sharp(await thumbnail.arrayBuffer()).metadata()).toMatchObject({
      format: 'webp',
      width: 60,
      height: 40,
    })
    expect([original.status, larger.status]).toEqual([403, 403])
  })
}

import { expect } from '@jest/globals'
import type { Cloud } from '../world/cloud.js'
import { eventually } from '../world/eventually.js'
import type { PictureFile } from '../world/picture-file.js'

/** What has come into the bucket since some moment. */
export interface StoredSince {
  /** Every one of these once, and nothing else; no two of them have the same size. */
  areExactly(files: readonly PictureFile[]): Promise<void>
}

export async function storedSince(cloud: Cloud): Promise<StoredSince> {
  const before = new Set((await cloud.objects()).map(({ key }) => key))
  return {
    // What was only on its way is deleted behind the answer.
    areExactly: (files) =>
      eventually(async () => {
        const added = (await cloud.objects()).filter(({ key }) => !before.has(key))
        const sizes = (byteLengths: number[]) => byteLengths.toSorted((a, b) => a - b)
        expect(sizes(added.map(({ byteLength }) => byteLength))).toEqual(
          sizes(files.map(({ buffer }) => buffer.length)),
        )
      }),
  }
}

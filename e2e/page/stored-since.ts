import { expect } from '@jest/globals'
import type { Cloud } from '../world/cloud.js'
import { eventually } from '../world/eventually.js'
import type { PictureFile } from '../world/picture-file.js'

/** What has come into the bucket since some moment. */
export interface StoredSince {
  /** In rising order. */
  byteLengths(): Promise<number[]>
  /** Every one of these once, and nothing else; no two of them have the same size. */
  areExactly(files: readonly PictureFile[]): Promise<void>
}

export async function storedSince(cloud: Cloud): Promise<StoredSince> {
  const before = new Set((await cloud.objects()).map(({ key }) => key))

  async function byteLengths(): Promise<number[]> {
    const added = (await cloud.objects()).filter(({ key }) => !before.has(key))
    return added.map(({ byteLength }) => byteLength).toSorted((a, b) => a - b)
  }

  return {
    byteLengths,
    // What was only on its way is deleted behind the answer.
    areExactly: (files) =>
      eventually(async () =>
        expect(await byteLengths()).toEqual(files.map(({ buffer }) => buffer.length).toSorted((a, b) => a - b)),
      ),
  }
}

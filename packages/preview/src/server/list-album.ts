import { readdir } from 'node:fs/promises'

const PICTURE = /\.(jpe?g|png|gif|webp)$/i

/** Names of the pictures in the sample album, in order. */
export async function listAlbum(folder: string): Promise<string[]> {
  const names = await readdir(folder)
  return names.filter((name) => PICTURE.test(name)).sort()
}

import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createFileStore, nodeHttpStack, nodeLifecycle, nodeNetwork, openNodePhoto } from '../src/node/index.js'
import { describeHttpStack, type HttpStackSubject } from './http-stack.contract.js'
import { describeKeyValueStore } from './key-value-store.contract.js'
import { describePhotoSource } from './photo-source.contract.js'
import { PictureFiles } from './picture-files.js'

let files: PictureFiles

beforeAll(async () => {
  files = await PictureFiles.create()
})

afterAll(() => files.remove())

describe('on Node', () => {
  const subject: HttpStackSubject = {
    http: nodeHttpStack,
    photo: async (bytes) => openNodePhoto(await files.write(bytes)),
    async gonePhoto() {
      const path = await files.write(new Uint8Array(1_000))
      const photo = await openNodePhoto(path)
      await rm(path)
      return photo
    },
  }
  describeHttpStack(() => subject)
  describePhotoSource(() => subject)

  const open = () => createFileStore(join(files.folder, 'store', 'values.json'))
  describeKeyValueStore(open, open)

  it('a file that is missing from the start is PHOTO_UNREADABLE', async () => {
    await expect(openNodePhoto(join(files.folder, 'missing.jpg'))).rejects.toMatchObject({ code: 'PHOTO_UNREADABLE' })
  })

  it('a file that became shorter is PHOTO_UNREADABLE, not filled with zeros', async () => {
    const path = await files.write(new Uint8Array(1_000))
    const photo = await openNodePhoto(path)

    await writeFile(path, new Uint8Array(10))

    await expect(photo.slice(0, 1_000)).rejects.toMatchObject({ code: 'PHOTO_UNREADABLE' })
  })

  it('a store whose file is broken says so instead of starting anew', async () => {
    const path = join(files.folder, 'broken.json')
    await writeFile(path, '{"key":')

    await expect(createFileStore(path).get('key')).rejects.toThrow(SyntaxError)
  })

  it('the network is always there and the process is never hidden', () => {
    expect(nodeNetwork.isOnline()).toBe(true)
    expect(nodeNetwork.isMetered()).toBe(false)
    expect(() => nodeNetwork.onChange(() => {})()).not.toThrow()
    expect(() => nodeLifecycle.onHide(() => {})()).not.toThrow()
    expect(() => nodeLifecycle.onShow(() => {})()).not.toThrow()
  })
})

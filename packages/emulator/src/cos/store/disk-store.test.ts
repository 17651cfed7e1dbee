import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals'
import { createDiskStore } from './disk-store.js'
import { bytes, objectOf, objectStoreContract } from './object-store.contract.js'

const root = mkdtempSync(join(tmpdir(), 'photolift-store-'))
afterAll(() => rmSync(root, { recursive: true }))

objectStoreContract(() => createDiskStore(mkdtempSync(join(root, 'contract-'))))

describe('the store on disk, between runs', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(root, 'run-'))
  })

  it('keeps objects', async () => {
    const first = createDiskStore(folder)
    first.putObject(objectOf('照片/a.jpg', await first.writeContent(bytes('photo'))))
    first.close()

    const second = createDiskStore(folder)
    const object = second.getObject('照片/a.jpg')

    expect(object && (await text(second.readContent(object)))).toBe('photo')
    second.close()
  })

  it('drops the bytes of an upload that a killed process left behind', async () => {
    const first = createDiskStore(folder)
    first.putObject(objectOf('a', await first.writeContent(bytes('kept'))))
    first.close()
    writeFileSync(join(folder, 'contents', 'half-an-upload'), 'half')

    createDiskStore(folder).close()

    expect(readdirSync(join(folder, 'contents'))).toHaveLength(1)
  })

  it('refuses a folder that another process uses', () => {
    const first = createDiskStore(folder)

    expect(() => createDiskStore(folder)).toThrow(`${folder} is locked by another emulator.`)
    first.close()
  })
})

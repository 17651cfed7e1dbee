import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { StorageAbility } from '../src/index.js'
import { describeCloudFileIds, describeNoCloudFileIds } from './contracts/cloud-file-ids.contract.js'
import { describeCopy } from './contracts/copy.contract.js'
import { describeDelete } from './contracts/delete.contract.js'
import { describeImageOperations } from './contracts/image-operations.contract.js'
import { type CallAbility, describeLacking } from './contracts/lacking.contract.js'
import { describeList } from './contracts/list.contract.js'
import { describeMultipart } from './contracts/multipart.contract.js'
import { describeProve } from './contracts/prove.contract.js'
import { describeRead } from './contracts/read.contract.js'
import { describeNoImageOperations, describeReadUrls } from './contracts/read-urls.contract.js'
import { describeUploadForms } from './contracts/upload-forms.contract.js'
import { describeWrite } from './contracts/write.contract.js'
import { type StoreKind, type StoreWorld, startStoreWorld, storeOn } from './store-world.js'

const CALL_SUITES: Record<CallAbility, (world: () => StoreWorld) => void> = {
  'upload-forms': describeUploadForms,
  multipart: describeMultipart,
  copy: describeCopy,
  prove: describeProve,
  write: describeWrite,
  read: describeRead,
  delete: describeDelete,
  list: describeList,
  'read-urls': describeReadUrls,
}

/** Written down once more, so that a store that stops to declare something is seen. */
const ABILITIES: Record<StoreKind, StorageAbility[]> = {
  cos: [
    'upload-forms',
    'multipart',
    'copy',
    'prove',
    'write',
    'read',
    'delete',
    'list',
    'read-urls',
    'image-operations',
  ],
  cloudrun: [
    'upload-forms',
    'multipart',
    'copy',
    'prove',
    'write',
    'read',
    'delete',
    'list',
    'read-urls',
    'cloud-file-ids',
  ],
  tcb: ['write', 'read', 'delete', 'read-urls', 'cloud-file-ids'],
}

describe.each(Object.entries(ABILITIES) as [StoreKind, StorageAbility[]][])('storage %s', (kind, abilities) => {
  let current: StoreWorld
  const world = () => current

  beforeAll(async () => {
    current = await startStoreWorld(kind)
  })
  afterEach(() => current.emulator.faults.clear())
  afterAll(() => current.close())

  it('declares what it can do', () => {
    expect([...world().store.abilities].toSorted()).toEqual(abilities.toSorted())
    expect(world().store.kind).toBe(kind)
  })

  for (const [ability, describeSuite] of Object.entries(CALL_SUITES) as [CallAbility, (typeof CALL_SUITES)['copy']][]) {
    if (abilities.includes(ability)) describeSuite(world)
    else describeLacking(world, ability)
  }
  if (abilities.includes('image-operations')) describeImageOperations(world)
  else describeNoImageOperations(world)
  if (abilities.includes('cloud-file-ids')) describeCloudFileIds(world)
  else describeNoCloudFileIds(world)

  it('has access', async () => {
    await expect(world().store.checkAccess()).resolves.toBeUndefined()
  })

  it('a stream on which nothing moves ends with an error', async () => {
    const key = world().newKey()
    await world().put(key, Buffer.from('bytes'))
    world().spoil({ stall: true })
    const impatient = storeOn(world().emulator, kind, { answerWithinMs: 50 })

    await expect(impatient.read({ key })).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      cosErrorCode: 'ETIMEDOUT',
    })
  })
})

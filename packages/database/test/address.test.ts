import { inspect } from 'node:util'
import { expect, it } from '@jest/globals'
import { openDatabase } from '../src/index.js'

it.each(['mysql://u:hush[@127.0.0.1:99999/x', 'mysql://u:hush%sh@127.0.0.1/x', 'mysql://u:hush@127.0.0.1/x?ssl=hush'])(
  'an address that cannot be read is refused without telling its password: %s',
  async (url) => {
    const error: unknown = await openDatabase({ kind: 'mysql', url }).catch((reason: unknown) => reason)

    expect(error).toMatchObject({ message: expect.stringContaining('is not like mysql://') })
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toMatch(/hush/)
  },
)

it('a database that was opened and never asked keeps no process alive', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length
  const before = timers()
  const database = await openDatabase({ kind: 'mysql', url: 'mysql://u:p@127.0.0.1:9/x' })

  await database.close()

  expect(timers()).toBe(before)
})

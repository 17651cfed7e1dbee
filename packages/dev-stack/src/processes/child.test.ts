import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type connect, createServer } from 'node:net'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'

const BUILT = join(import.meta.dirname, '../../dist/processes/child.js')

it('a child ends with its parent, also where nobody stops it', async () => {
  // The child holds a connection to us for as long as it lives.
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const program = `
    const { startChild } = await import(${JSON.stringify(BUILT)})
    startChild({ name: 'child', file: '--eval', args: ["require('node:net').connect(${port}, '127.0.0.1')"] })
    process.once('SIGTERM', () => process.exit(0))`
  const connected = once(server, 'connection')
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', program])
  const [connection] = (await connected) as [ReturnType<typeof connect>]
  const childEnded = new Promise((resolve) => connection.on('error', resolve).on('close', resolve).resume())

  parent.kill('SIGTERM')
  await childEnded

  server.close()
  expect(connection.destroyed).toBe(true)
})

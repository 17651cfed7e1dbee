import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type ShapedLink, type ShapedLinkOptions, startShapedLink } from './shaped-link.ts'

/** A shaped link in a process of its own, so that a busy benchmark does not slow it. */
export async function startLinkProcess(options: ShapedLinkOptions): Promise<ShapedLink> {
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(options)])
  const [ports] = (await once(child, 'message')) as [number[]]
  return {
    ports,
    async close() {
      child.kill()
      await once(child, 'exit')
    },
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const link = await startShapedLink(JSON.parse(process.argv[2] ?? '') as ShapedLinkOptions)
  process.send?.(link.ports)
}

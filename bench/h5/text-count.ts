import type { Page } from 'playwright-core'

/** Counts long texts that are alive in a page, in snapshots of its heap; taking one collects garbage first. */
export async function openTextCount(page: Page, minimumBytes: number): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page)
  let chunks: string[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  await session.send('HeapProfiler.enable')
  return async () => {
    chunks = []
    await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
    return longTexts(JSON.parse(chunks.join('')) as HeapSnapshot, minimumBytes)
  }
}

/** As V8 writes it: a node is `node_fields.length` numbers. */
interface HeapSnapshot {
  snapshot: { meta: { node_fields: string[]; node_types: [string[], ...unknown[]] } }
  nodes: number[]
}

function longTexts({ snapshot: { meta }, nodes }: HeapSnapshot, minimumBytes: number): number {
  const width = meta.node_fields.length
  const typeAt = meta.node_fields.indexOf('type')
  const sizeAt = meta.node_fields.indexOf('self_size')
  const text = meta.node_types[0].indexOf('string')
  if (typeAt < 0 || sizeAt < 0 || text < 0) throw new Error('The heap snapshot has another shape than is known.')
  let count = 0
  for (let at = 0; at < nodes.length; at += width) {
    if (nodes[at + typeAt] === text && (nodes[at + sizeAt] ?? 0) >= minimumBytes) count += 1
  }
  return count
}

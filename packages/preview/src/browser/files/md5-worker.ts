import SparkMD5 from 'spark-md5'
import type { Md5Answer } from './md5.js'

/** Bytes that go into a digest at a time. */
const PIECE_BYTES = 4 * 1024 * 1024

addEventListener('message', ({ data, ports: [port] }: MessageEvent<Blob>) => {
  digest(data).then(
    (hex) => port?.postMessage({ digest: hex } satisfies Md5Answer),
    (error: Error) => port?.postMessage({ error } satisfies Md5Answer),
  )
})

async function digest(blob: Blob): Promise<string> {
  const state = new SparkMD5.ArrayBuffer()
  for (let at = 0; at < blob.size; at += PIECE_BYTES) {
    state.append(await blob.slice(at, at + PIECE_BYTES).arrayBuffer())
  }
  return state.end()
}

/** What the worker answers. */
export type Md5Answer = { readonly digest: string } | { readonly error: Error }

let worker: Worker | null = null

/** Lets the worker load, so that the first photo does not wait for it. */
export function openMd5(): void {
  worker ??= new Worker('/__preview/md5-worker.js', { type: 'module' })
}

/**
 * MD5 in hex, in lower case. A phone digests outside the app's thread, so this does, too.
 * @throws Error where the file cannot be read, or the worker cannot run
 */
export function md5(blob: Blob): Promise<string> {
  openMd5()
  const { port1, port2 } = new MessageChannel()
  return new Promise<string>((resolve, reject) => {
    port1.onmessage = ({ data }: MessageEvent<Md5Answer>) => {
      if ('digest' in data) resolve(data.digest)
      else reject(data.error)
    }
    worker?.addEventListener('error', ({ message }) => reject(new Error(`md5-worker.js does not run: ${message}`)), {
      once: true,
    })
    worker?.postMessage(blob, [port2])
  }).finally(() => port1.close())
}

import type { Uploader } from '@photolift/upload-engine'

/** Lets the browser forget a picture once no tile shows it any more: an object URL keeps all its bytes. */
export function releasePreviews(
  uploader: Pick<Uploader, 'subscribe'>,
  revoke: (url: string) => void = (url) => URL.revokeObjectURL(url),
): void {
  let shown: ReadonlySet<string> = new Set()
  uploader.subscribe(({ tasks }) => {
    const now = new Set(tasks.map(({ localUrl }) => localUrl))
    for (const url of shown) if (url.startsWith('blob:') && !now.has(url)) revoke(url)
    shown = now
  })
}

import { CLOUD_FILES_PATH, type CloudFilesAnswer, type CloudFilesQuestion } from '../../forward-protocol.js'

/** Where a file of the cloud is, or why this person cannot read it. */
export type CloudFile = { readonly url: string } | { readonly error: string }

interface Options {
  /** Who asks. */
  readonly openid: () => string
  /** Told when the preview itself cannot answer. */
  readonly report: (error: unknown) => void
}

interface Waiting {
  readonly fileId: string
  readonly tell: (file: CloudFile) => void
}

const PREFIX = 'cloud://'
/** At most so many in one question, as WeChat asks. */
const BATCH = 50

/** Files that `cloud://<env>.<bucket>/<path>` names, as the phone's person sees them. */
export class CloudFiles {
  #options: Options | null = null
  #waiting: Waiting[] = []

  /** Must be called once, before the app runs. */
  open(options: Options): void {
    this.#options = options
  }

  isCloudFile(source: string): boolean {
    return source.startsWith(PREFIX)
  }

  /** Never rejects. What is asked for in one go is looked up together. */
  find(fileId: string): Promise<CloudFile> {
    if (this.#waiting.length === 0) queueMicrotask(() => this.#ask())
    return new Promise((tell) => this.#waiting.push({ fileId, tell }))
  }

  #ask(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (let at = 0; at < waiting.length; at += BATCH) void this.#askFor(waiting.slice(at, at + BATCH))
  }

  async #askFor(waiting: readonly Waiting[]): Promise<void> {
    try {
      const { files } = await this.#question(waiting.map(({ fileId }) => fileId))
      waiting.forEach(({ tell }, index) => {
        const { url, error = 'not answered' } = files[index] ?? {}
        tell(url === undefined ? { error } : { url })
      })
    } catch (error) {
      this.#options?.report(error)
      for (const { tell } of waiting) tell({ error: (error as Error).message })
    }
  }

  async #question(fileIds: readonly string[]): Promise<CloudFilesAnswer> {
    const question: CloudFilesQuestion = { openid: this.#options?.openid() ?? '', fileIds }
    const response = await fetch(CLOUD_FILES_PATH, { method: 'POST', body: JSON.stringify(question) })
    const answer = (await response.json()) as CloudFilesAnswer & { error?: string }
    if (!response.ok) throw new Error(answer.error)
    return answer
  }
}

/** The page has one. */
export const cloudFiles = new CloudFiles()

import type { Page } from 'playwright-core'

/** The result or failure of a call of `wx`, as the app gets it. */
export type Outcome = Record<string, unknown> & { errMsg: string }

/** Calls a function of `wx` in the page by its promise; a failure is an outcome too. */
export function callWx(page: Page, name: string, options: object = {}): Promise<Outcome> {
  return page.evaluate(
    async ([api, given]) => {
      const { wx } = globalThis as unknown as { wx: Record<string, (options: object) => Promise<Outcome>> }
      return (await wx[api]?.(given).catch((failure: Outcome) => failure)) as Outcome
    },
    [name, options] as const,
  )
}

/** Calls a function of `wx.cloud` in the page by its promise; a failure is an outcome too. */
export function callCloud(page: Page, name: string, options: object = {}): Promise<Outcome> {
  return page.evaluate(
    async ([api, given]) => {
      const { wx } = globalThis as unknown as { wx: { cloud: Record<string, (options: object) => Promise<Outcome>> } }
      return (await wx.cloud[api]?.(given).catch((failure: Outcome) => failure)) as Outcome
    },
    [name, options] as const,
  )
}

/** Calls a function of the file system manager. */
export function callFiles(page: Page, name: string, options: object): Promise<Outcome> {
  return page.evaluate(
    async ([api, given]) => {
      const { wx } = globalThis as unknown as { wx: { getFileSystemManager(): Manager } }
      const manager = wx.getFileSystemManager()
      return (await manager[api]?.(given).catch((failure: Outcome) => failure)) as Outcome
    },
    [name, options] as const,
  )
}

/** Calls wx.request or wx.uploadFile, which answer by callbacks only, and notes what its task tells. */
export function send(
  page: Page,
  api: 'request' | 'uploadFile' | 'downloadFile',
  options: object,
): Promise<Outcome & { progress: number[] }> {
  return page.evaluate(
    ([name, given]) =>
      new Promise<Outcome & { progress: number[] }>((resolve) => {
        const { wx } = globalThis as unknown as { wx: Record<string, (options: object) => Task> }
        const progress: number[] = []
        const done = (outcome: Outcome) => resolve({ ...outcome, progress })
        const task = wx[name]?.({ ...given, success: done, fail: done })
        task?.onProgressUpdate?.((event) => progress.push(event.progress))
      }),
    [api, options] as const,
  )
}

type Manager = Record<string, (options: object) => Promise<Outcome>>

interface Task {
  onProgressUpdate?(listener: (event: { progress: number }) => void): void
}

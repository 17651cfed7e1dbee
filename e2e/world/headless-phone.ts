import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ApiClient, createApiClient } from '@photolift/api-client'
import {
  createFileStore,
  nodeClock,
  nodeHttpStack,
  nodeLifecycle,
  nodeNetwork,
  openNodePhoto,
} from '@photolift/platform/node'
import { createUploader, type UploaderSnapshot } from '@photolift/upload-engine'
import type { PictureFile } from './picture-file.ts'

/** A person's phone without its screen: the real engine and client, driven from Node. */
export interface HeadlessPhone {
  api: ApiClient
  pick(pictures: readonly PictureFile[]): Promise<void>
  /** Resolves with the first snapshot of which this holds. */
  until(condition: (snapshot: UploaderSnapshot) => boolean): Promise<UploaderSnapshot>
  /** Waits until nothing goes on any more. @returns each photo's state, or its error code, in picked order */
  outcomes(): Promise<string[]>
}

/** @param folder where pictures and resume records lie, of this person alone */
export function openHeadlessPhone({ serviceUrl, folder }: { serviceUrl: string; folder: string }): HeadlessPhone {
  let logins = 0
  const person = `code-${process.hrtime.bigint()}`
  const api = createApiClient({
    baseUrl: serviceUrl,
    http: nodeHttpStack,
    clock: nodeClock,
    network: nodeNetwork,
    loginCode: async () => `${person}-${++logins}`,
  })
  const uploader = createUploader({
    service: api,
    http: nodeHttpStack,
    clock: nodeClock,
    network: nodeNetwork,
    lifecycle: nodeLifecycle,
    store: createFileStore(join(folder, 'resume.json')),
  })

  const phone: HeadlessPhone = {
    api,
    async pick(pictures) {
      const picked = pictures.map(async ({ name, buffer }) => {
        const path = join(folder, name)
        await writeFile(path, buffer)
        return { source: await openNodePhoto(path), name, localUrl: path }
      })
      uploader.add(await Promise.all(picked))
    },
    until: (condition) =>
      new Promise((resolve) => {
        const stop = uploader.subscribe((snapshot) => {
          if (!condition(snapshot)) return
          // The first snapshot comes before there is anything to stop.
          queueMicrotask(() => stop())
          resolve(snapshot)
        })
      }),
    async outcomes() {
      const { tasks } = await phone.until((snapshot) => snapshot.tasks.every(({ state }) => ENDS.has(state)))
      return tasks.map(({ state, errorCode }) => errorCode ?? state)
    },
  }
  return phone
}

const ENDS: ReadonlySet<string> = new Set(['ready', 'failed', 'refused'])

import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startEmulator } from '@photolift/emulator'
import { startLinkProcess } from '../link/link-process.ts'
import { LINE } from '../link/shaped-line.ts'

/** A computer with a cloud environment behind a shaped line: WeChat's API and the storage share it. */
export interface FolderStage {
  /** For folders to upload. */
  folder: string
  /** Runs a script that uploads. @returns what it wrote, and the milliseconds from its start to its end. Rejects where it fails */
  run(file: string, args: readonly string[]): Promise<{ output: string; durationMs: number }>
  stop(): Promise<void>
}

export async function startFolderStage(): Promise<FolderStage> {
  const folder = await mkdtemp(join(tmpdir(), 'photolift-folder-'))
  const emulator = await startEmulator()
  const { wechat, cloud } = emulator
  const targetPorts = [wechat.endpoint, cloud.filesEndpoint].map((endpoint) => Number(new URL(endpoint).port))
  const link = await startLinkProcess({ ...LINE, targetPorts })
  const [wechatUrl, filesUrl = ''] = link.ports.map((port) => `http://127.0.0.1:${port}`)
  emulator.settings.change({ filesEndpoint: filesUrl })
  const env = {
    PATH: process.env['PATH'],
    XDG_STATE_HOME: join(folder, 'state'),
    STORAGE: 'tcb',
    WECHAT_API_BASE_URL: wechatUrl,
    WECHAT_APPID: wechat.appid,
    WECHAT_SECRET: wechat.secret,
    CLOUDRUN_ENV: cloud.env,
  }
  return {
    folder,
    async run(file, args) {
      const startedAt = performance.now()
      const { stdout } = await promisify(execFile)(process.execPath, [file, ...args], { env, maxBuffer: 10_000_000 })
      return { output: stdout, durationMs: performance.now() - startedAt }
    },
    async stop() {
      await link.close()
      await emulator.close()
      await rm(folder, { recursive: true })
    },
  }
}

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { cloudArguments } from './emulated-container.js'
import type { EmulatorReport } from './emulator-report.js'
import { type Child, startChild, startChildWithReport, untilAnswers } from './processes/child.js'
import { freePort } from './processes/free-port.js'
import { repositoryFolder } from './repository-folder.js'
import { type ServiceEnvironmentOptions, serviceEnvironment } from './service-environment.js'

export interface StackOptions extends ServiceEnvironmentOptions {
  /** Port of the service; a free one when absent. */
  servicePort?: number
  /** Port of the preview; a free one when absent. */
  previewPort?: number
  /** Folder of a built mini-program to preview; no preview when absent. With `cloudrun`, built for `emulatedContainer`. */
  miniprogramFolder?: string
  /** Keeps objects and rows there between runs; in memory when absent. */
  dataFolder?: string
  /** Lets any login code in, as WeChat DevTools needs. Default false. */
  anyLoginCode?: boolean
  /** More environment for the service. */
  serviceEnv?: Record<string, string>
}

/** Emulator, service and preview, running as processes of their own. */
export interface Stack {
  emulator: EmulatorReport
  serviceUrl: string
  previewUrl: string | undefined
  /** The service's process id, for measurements. */
  servicePid: number
  /** Stops the service and starts it again on the same port, with these changes of its environment. Rows in memory are lost. */
  restartService(changes?: Record<string, string>): Promise<void>
  stopService(): Promise<void>
  /** What the service wrote lately. */
  serviceOutput(): string
  /** Resolves with the name of the first process that ended by itself. */
  crashed: Promise<string>
  stop(): Promise<void>
}

/** Starts everything that an upload needs; the packages must be built. Rejects with a sentence when a part does not start. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const children = new Map<string, Child>()
  let stopping = false
  let reportCrash: (name: string) => void = () => {}
  const crashed = new Promise<string>((resolve) => {
    reportCrash = resolve
  })
  const keep = (child: Child): Child => {
    children.set(child.name, child)
    child.process.once('exit', () => {
      if (!stopping && children.get(child.name) === child) reportCrash(child.name)
    })
    return child
  }
  const stop = async () => {
    stopping = true
    await Promise.all([...children.values()].map((child) => child.stop()))
  }
  try {
    if (options.dataFolder !== undefined) await mkdir(options.dataFolder, { recursive: true })
    const emulator = await startChildWithReport<EmulatorReport>({
      name: 'emulator',
      file: join(repositoryFolder, 'packages/emulator/dist/cli.js'),
      args: [
        '--json',
        ...(options.anyLoginCode === true ? ['--any-login-code'] : []),
        ...(options.dataFolder === undefined ? [] : ['--data', join(options.dataFolder, 'objects')]),
      ],
    })
    keep(emulator.child)
    const servicePort = options.servicePort ?? (await freePort())
    const serviceUrl = `http://127.0.0.1:${servicePort}`
    const databaseUrl =
      options.dataFolder === undefined ? 'sqlite::memory:' : `sqlite:${join(options.dataFolder, 'photolift.sqlite')}`
    const env = {
      ...serviceEnvironment(emulator.report, databaseUrl, options),
      PORT: String(servicePort),
      ...options.serviceEnv,
    }
    const startService = async (changes?: Record<string, string>) => {
      const file = join(repositoryFolder, 'apps/server/dist/main.mjs')
      const child = keep(startChild({ name: 'service', file, env: { ...env, ...changes } }))
      await untilAnswers(child, `${serviceUrl}/readyz`)
    }
    const stopService = async () => {
      const child = children.get('service')
      children.delete('service')
      await child?.stop()
    }
    const previewing =
      options.miniprogramFolder === undefined
        ? undefined
        : startChildWithReport<{ url: string }>({
            name: 'preview',
            file: join(repositoryFolder, 'packages/preview/dist/cli.js'),
            args: [
              `--app=${options.miniprogramFolder}`,
              `--port=${options.previewPort ?? 0}`,
              '--json',
              ...(options.cloudrun === true ? cloudArguments(emulator.report, serviceUrl) : []),
            ],
          })
    const [, preview] = await Promise.all([startService(), previewing])
    if (preview !== undefined) keep(preview.child)
    return {
      emulator: emulator.report,
      serviceUrl,
      previewUrl: preview?.report.url,
      get servicePid() {
        return children.get('service')?.process.pid ?? 0
      },
      async restartService(changes) {
        await stopService()
        await startService(changes)
      },
      stopService,
      serviceOutput: () => children.get('service')?.recentOutput() ?? '',
      crashed,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

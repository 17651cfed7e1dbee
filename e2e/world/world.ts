import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { emulatedContainer, freePort, type Stack, startStack } from '@photolift/dev-stack'
import { launchBrowser } from '@photolift/dev-stack/browser'
import type { Browser } from 'playwright-core'
import { buildMiniprogram } from './build-miniprogram.js'
import { Cloud } from './cloud.js'
import { Phone, type PhoneOptions } from './phone.js'

/** Everything there is: emulated cloud, service, the built mini-program in its preview, and a browser. */
export interface World {
  stack: Stack
  cloud: Cloud
  /** Switches on the phone of a new person, unless `person` names one. */
  phone(options?: PhoneOptions): Promise<Phone>
  stop(): Promise<void>
}

interface WorldOptions {
  /** As in 云托管: the app calls its service through `wx.cloud`, and photos lie in the environment's bucket. Default false. */
  cloudrun?: boolean
}

/** @param serviceEnv more environment for the service */
export async function startWorld(
  serviceEnv: Record<string, string> = {},
  { cloudrun = false }: WorldOptions = {},
): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'photolift-e2e-'))
  const miniprogramFolder = join(folder, 'miniprogram')
  const cleanUps: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })]
  const stop = async () => {
    for (const cleanUp of cleanUps.reverse()) await cleanUp()
  }
  try {
    const servicePort = await freePort()
    const { env, service } = emulatedContainer
    const address = cloudrun ? { container: `${env}/${service}` } : { service: `http://127.0.0.1:${servicePort}` }
    await buildMiniprogram(address, miniprogramFolder)
    // On disk, so that a service that is started again finds its rows.
    const dataFolder = join(folder, 'data')
    const stack = await startStack({ servicePort, miniprogramFolder, dataFolder, serviceEnv, cloudrun })
    cleanUps.push(() => stack.stop())
    const browser: Browser = await launchBrowser()
    cleanUps.push(() => browser.close())
    return {
      stack,
      cloud: new Cloud(stack.emulator.control.endpoint, stack.emulator[cloudrun ? 'cloud' : 'cos'].bucket),
      phone: ({ person = randomUUID().replaceAll('-', ''), ...options } = {}) =>
        Phone.switchOn({ browser, previewUrl: `${stack.previewUrl}`, person, ...options }),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

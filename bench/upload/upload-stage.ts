import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, startStack } from '@photolift/dev-stack'
import { launchBrowser } from '@photolift/dev-stack/browser'
import { startPreview } from '@photolift/preview'
import { startLinkProcess } from '../link/link-process.ts'
import { LINE, type ShapedLine } from '../link/shaped-line.ts'
import { buildMiniprogram } from './build-miniprogram.ts'
import { writeCameraPhotos } from './camera-photos.ts'
import { Phone } from './phone.ts'
import { writePhotos } from './photo-files.ts'
import { writeRivalApp } from './rival-app.ts'

/** The mini-program and its rivals, each in a preview that Chromium reaches over a shaped link. */
export interface UploadStage {
  phone(app: 'photolift' | 'rivals'): Promise<Phone>
  /** Photos that nothing has seen before. */
  photos(): Promise<string[]>
  /** Photos as a camera writes them, and their bytes together. */
  cameraPhotos(): Promise<{ paths: string[]; byteLength: number }>
  stop(): Promise<void>
}

export async function startUploadStage(line: ShapedLine = LINE): Promise<UploadStage> {
  const folder = await mkdtemp(join(tmpdir(), 'photolift-upload-'))
  const cleanUps: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })]
  const stop = async () => {
    for (const cleanUp of cleanUps.reverse()) await cleanUp()
  }
  const overLine = async (previewUrl: string) => {
    const link = await startLinkProcess({ ...line, targetPorts: [Number(new URL(previewUrl).port)] })
    cleanUps.push(link.close)
    return `http://127.0.0.1:${link.ports[0]}`
  }
  try {
    const servicePort = await freePort()
    const miniprogramFolder = join(folder, 'miniprogram')
    await buildMiniprogram(`http://127.0.0.1:${servicePort}`, miniprogramFolder)
    const stack = await startStack({ servicePort, miniprogramFolder, serviceEnv: { NODE_ENV: 'production' } })
    cleanUps.push(stack.stop)
    const rivalsFolder = join(folder, 'rivals')
    await writeRivalApp(rivalsFolder, stack)
    const rivals = await startPreview({ appFolder: rivalsFolder })
    cleanUps.push(() => rivals.close())
    const urls = { photolift: await overLine(`${stack.previewUrl}`), rivals: await overLine(rivals.url) }
    const browser = await launchBrowser()
    cleanUps.push(() => browser.close())
    return {
      phone: (app) => Phone.switchOn({ browser, url: urls[app], person: randomBytes(8).toString('hex') }),
      photos: () => writePhotos(join(folder, randomBytes(8).toString('hex'))),
      cameraPhotos: () => writeCameraPhotos(join(folder, randomBytes(8).toString('hex'))),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

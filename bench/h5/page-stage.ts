import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { webPageCorsRule, writeCorsRules } from '@photolift/cos'
import { freePort, repositoryFolder, type Stack, startStack } from '@photolift/dev-stack'
import { launchBrowser } from '@photolift/dev-stack/browser'
import { startLinkProcess } from '../link/link-process.ts'
import { LINE } from '../link/shaped-line.ts'
import { buildMiniprogram } from '../upload/build-miniprogram.ts'
import { Phone } from '../upload/phone.ts'
import { writePhotos } from '../upload/photo-files.ts'
import { Desk } from './desk.ts'

/** The web page and the mini-program on one service, which one Chromium reaches over one shaped link. */
export interface PageStage {
  desk(): Promise<Desk>
  phone(): Promise<Phone>
  /** Photos that nothing has seen before. */
  photos(): Promise<string[]>
  stop(): Promise<void>
}

export async function startPageStage(): Promise<PageStage> {
  const folder = await mkdtemp(join(tmpdir(), 'photolift-page-'))
  const cleanUps: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })]
  const stop = async () => {
    for (const cleanUp of cleanUps.reverse()) await cleanUp()
  }
  try {
    const servicePort = await freePort()
    const serviceUrl = `http://127.0.0.1:${servicePort}`
    // A file, which the command that gives out desk codes opens, too.
    const databaseUrl = `sqlite:${join(folder, 'photolift.sqlite')}`
    const miniprogramFolder = join(folder, 'miniprogram')
    await buildMiniprogram(serviceUrl, miniprogramFolder)
    const stack = await startStack({
      servicePort,
      miniprogramFolder,
      pageOrigins: [serviceUrl],
      serviceEnv: {
        NODE_ENV: 'production',
        DATABASE_URL: databaseUrl,
        H5_DIST: join(repositoryFolder, 'apps/h5/dist'),
      },
    })
    cleanUps.push(stack.stop)
    await allowPage(stack)

    // The page posts to the bucket's own origin, so both hosts lie behind the line.
    const ports = [stack.previewUrl, serviceUrl, stack.emulator.cos.endpoint].map((url) =>
      Number(new URL(`${url}`).port),
    )
    const link = await startLinkProcess({ ...LINE, targetPorts: ports })
    cleanUps.push(link.close)
    const browser = await launchBrowser({
      detours: ports.map((from, index) => ({ from, to: link.ports[index] ?? 0 })),
    })
    cleanUps.push(() => browser.close())
    return {
      desk: async () => Desk.open({ browser, url: serviceUrl, deskCode: await newDeskCode(databaseUrl) }),
      phone: () => Phone.switchOn({ browser, url: `${stack.previewUrl}`, person: randomBytes(8).toString('hex') }),
      photos: () => writePhotos(join(folder, randomBytes(8).toString('hex'))),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The bucket's CORS rule as docs/deploy.md says. */
async function allowPage({ emulator: { cos }, serviceUrl }: Stack): Promise<void> {
  const { bucket, region, endpoint, secretId, secretKey } = cos
  await writeCorsRules({ bucket, region, endpoint }, { secretId, secretKey }, [webPageCorsRule([serviceUrl])])
}

/** For somebody new, as an administrator gets it. */
async function newDeskCode(databaseUrl: string): Promise<string> {
  const command = join(repositoryFolder, 'apps/cli/dist/photolift.mjs')
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [command, 'desk-code', '--json', '--name', randomBytes(8).toString('hex')],
    { env: { ...process.env, DATABASE_URL: databaseUrl } },
  )
  return (JSON.parse(stdout) as { deskCode: string }).deskCode
}

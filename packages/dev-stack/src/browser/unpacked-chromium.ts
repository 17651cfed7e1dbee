import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { stateFolder } from '../repository-folder.js'
import type { FoundBrowser } from './found-browser.js'

/**
 * The Chromium inside @sparticuz/chromium, unpacked once into a folder named by its version. The package itself unpacks to
 * the system's temporary folder and takes whatever lies there, also of another version or half written.
 */
export async function unpackedChromium(): Promise<FoundBrowser> {
  const folder = join(stateFolder, `chromium-${await packageVersion()}`)
  if (!existsSync(folder)) await unpackInto(folder)
  // Where a slim system has no libnss3, libnspr4 and libexpat, the package's own copies serve; where it has them, they come first.
  const libraries = [process.env['LD_LIBRARY_PATH'], '/lib/x86_64-linux-gnu', '/usr/lib64', join(folder, 'al2023/lib')]
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: libraries.filter((path) => path !== undefined).join(':'),
      FONTCONFIG_PATH: existsSync('/etc/fonts') ? '/etc/fonts' : join(folder, 'fonts'),
    },
  }
}

async function packageVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packageFolder(), 'package.json'), 'utf8')) as { version: string }
  return version
}

function packageFolder(): string {
  return dirname(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')))
}

/** Unpacks beside the target and renames, so that several test processes may try at once and none sees half a browser. */
async function unpackInto(folder: string): Promise<void> {
  await mkdir(stateFolder, { recursive: true })
  const staging = await mkdtemp(`${folder}-unpacking-`)
  const program = `
    const { inflate } = await import('@sparticuz/chromium')
    for (const archive of ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br']) await inflate(process.argv[1] + '/' + archive)`
  await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', program, '--', join(packageFolder(), 'bin')],
    { cwd: import.meta.dirname, env: { ...process.env, TMPDIR: staging } },
  )
  await rename(staging, folder).catch(async (error: NodeJS.ErrnoException) => {
    await rm(staging, { recursive: true, force: true })
    // Another process was faster; its copy is as good.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  })
}

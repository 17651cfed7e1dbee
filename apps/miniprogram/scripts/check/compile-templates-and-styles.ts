import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { packageFiles } from './package-files.ts'

const PLATFORM_FOLDERS: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'mac', win32: 'windows' }

/** WeChat's own compilers of WXML with WXS (wcc) and of WXSS (wcsc), as DevTools has them. */
export async function compileTemplatesAndStyles(folder: string): Promise<string[]> {
  const binaries = compilerFolder()
  const templates = [...(await packageFiles(folder, '.wxml')), ...(await packageFiles(folder, '.wxs'))]
  const styles = await packageFiles(folder, '.wxss')
  const scratch = await mkdtemp(path.join(tmpdir(), 'photolift-check-'))
  try {
    return [
      ...(await run('wcc', ['-d', '-o', path.join(scratch, 'templates.js'), ...templates])),
      ...(await run('wcsc', ['-lc', '-js', '-o', path.join(scratch, 'styles.js'), ...styles])),
    ]
  } finally {
    await rm(scratch, { recursive: true })
  }

  async function run(name: 'wcc' | 'wcsc', args: string[]): Promise<string[]> {
    const program = path.join(binaries, process.platform === 'win32' ? `${name}.exe` : name)
    // npm packages lose the right to run on some systems.
    await chmod(program, 0o755)
    try {
      await promisify(execFile)(program, args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 })
      return []
    } catch (error) {
      const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string }
      return [`${name}: ${`${stdout}${stderr}`.trim() || message}`]
    }
  }
}

function compilerFolder(): string {
  const platform = PLATFORM_FOLDERS[process.platform]
  if (platform === undefined) throw new Error(`miniprogram-compiler has no compilers for ${process.platform}`)
  const manifest = import.meta.resolve('miniprogram-compiler/package.json')
  return path.join(path.dirname(fileURLToPath(manifest)), 'bin', platform)
}

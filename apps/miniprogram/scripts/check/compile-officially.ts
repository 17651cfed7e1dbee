import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** What we use of miniprogram-ci, which brings no types of it. */
interface MiniprogramCi {
  Project: new (options: object) => object
  DefaultProjectAttr: object
  getCompiledResult(options: object, zipFile: string): Promise<Record<string, unknown>>
}

/** Compiles the package as an upload to WeChat would: JSON, pages, components, scripts. No upload key, no network. */
export async function compileOfficially(folder: string): Promise<string[]> {
  const { default: ci } = (await import('miniprogram-ci')) as unknown as { default: MiniprogramCi }
  const scratch = await mkdtemp(path.join(tmpdir(), 'photolift-check-'))
  const appFolder = path.dirname(folder)
  const project = new ci.Project({
    appid: 'wx0000000000000000',
    type: 'miniProgram',
    projectPath: appFolder,
    privateKey: 'none',
    // In place of a call to servicewechat.com that asks what this app may do.
    attr: async () => ci.DefaultProjectAttr,
    ignores: ['node_modules/**/*', 'src/**/*', 'test/**/*', 'scripts/**/*'],
  })
  try {
    const setting = { es6: true, minifyWXML: true, minifyWXSS: true }
    const compiled = await ci.getCompiledResult(
      { project, version: '0.0.0', desc: 'check', setting, onProgressUpdate() {} },
      path.join(scratch, 'package.zip'),
    )
    return Object.keys(compiled).length > 0 ? [] : ['miniprogram-ci compiled nothing']
  } catch (error) {
    return [`miniprogram-ci: ${(error as Error).message}`]
  } finally {
    await rm(scratch, { recursive: true })
  }
}

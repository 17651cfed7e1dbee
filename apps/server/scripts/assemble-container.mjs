import { copyFile, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from '../../../scripts/turbo.mjs'
import { copyPackages } from './copy-packages.mjs'
import { OUTSIDE_THE_BUNDLE } from './outside-the-bundle.mjs'

const serverFolder = join(import.meta.dirname, '..')
const pageFolder = join(import.meta.dirname, '../../h5')

/**
 * Builds the service and lays out the folder that its container is built from: `Dockerfile`, in `app/` the one file, what fills the
 * compile cache and the web page (`H5_DIST=page`), in `modules/` the packages that stay outside it (tools that upload folders like to skip
 * `node_modules`).
 *
 * @param {string} folder made anew
 */
export async function assembleContainer(folder) {
  await build(['server', 'h5'])
  const app = join(folder, 'app')
  await rm(folder, { recursive: true, force: true })
  await mkdir(app, { recursive: true })
  await copyFile(join(serverFolder, 'dist/main.mjs'), join(app, 'main.mjs'))
  await copyFile(join(serverFolder, 'scripts/bake-compile-cache.mjs'), join(app, 'bake-compile-cache.mjs'))
  await cp(join(pageFolder, 'dist'), join(app, 'page'), { recursive: true })
  await copyPackages(OUTSIDE_THE_BUNDLE, { fromFolder: serverFolder, toFolder: join(folder, 'modules') })
  await writeFile(join(folder, 'Dockerfile'), lastStage(await readFile(join(serverFolder, 'Dockerfile'), 'utf8')))
}

/** The Dockerfile without its build stage: what that would make lies beside it. */
function lastStage(dockerfile) {
  const from = dockerfile.lastIndexOf('\nFROM ')
  const argument = /^ARG NODE_IMAGE=.+$/m.exec(dockerfile)
  const stage = dockerfile.slice(from).replaceAll('COPY --from=build /repository/container/', 'COPY ')
  if (argument === null || stage.includes('--from')) throw new Error('apps/server/Dockerfile has another shape.')
  return `${argument[0]}\n${stage}`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [, , folder] = process.argv
  if (folder === undefined) {
    console.error('Say where the folder is to be: node apps/server/scripts/assemble-container.mjs <folder>')
    process.exit(1)
  }
  await assembleContainer(resolve(folder))
}

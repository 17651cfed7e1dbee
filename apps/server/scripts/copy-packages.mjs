import { access, cp, mkdir, readFile, realpath } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'

/** What the container runs on. */
const PLATFORM = { os: 'linux', cpu: 'x64', libc: 'glibc' }
/** What packages call their part for it. One that is not installed has no manifest that could tell. */
const PART_FOR_PLATFORM = /-linux-x64(?:-gnu|-glibc)?$/
const INSTALL_FOR_PLATFORM = 'npx --yes pnpm@12.21.0 install --os=current,linux --cpu=current,x64 --libc=current,glibc'

/**
 * Copies packages with all that they depend on into one flat `node_modules`.
 *
 * @param {string[]} names packages that the package in `fromFolder` depends on
 * @param {{ fromFolder: string, toFolder: string }} folders
 * @throws Error where one is not installed, as on another platform its part for the container's, or two versions of one would be needed
 */
export async function copyPackages(names, { fromFolder, toFolder }) {
  /** @type {Map<string, string>} */
  const copied = new Map()

  const copy = async (name, dependentFolder, { isOptional }) => {
    const folder = await find(name, dependentFolder)
    if (folder === undefined) {
      if (PART_FOR_PLATFORM.test(name))
        throw new Error(`${name}, which the container needs, is not installed here. Run: ${INSTALL_FOR_PLATFORM}`)
      if (isOptional) return
      throw new Error(`${name}, which ${dependentFolder} needs, is not installed.`)
    }
    const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
    if (!runsOn(manifest)) return
    const before = copied.get(name)
    if (before === manifest.version) return
    if (before !== undefined) throw new Error(`${name} is needed as ${before} and as ${manifest.version}.`)
    copied.set(name, manifest.version)

    const target = join(toFolder, name)
    await mkdir(dirname(target), { recursive: true })
    await cp(folder, target, { recursive: true, dereference: true, filter: (path) => !isForeign(path, folder) })
    for (const dependency of Object.keys(manifest.dependencies ?? {}))
      if (!(dependency in (manifest.optionalDependencies ?? {}))) await copy(dependency, folder, { isOptional: false })
    for (const dependency of Object.keys(manifest.optionalDependencies ?? {}))
      await copy(dependency, folder, { isOptional: true })
  }

  for (const name of names) await copy(name, fromFolder, { isOptional: false })
  return copied
}

/** As Node looks for it: in `node_modules` of the folder and of those above. */
async function find(name, fromFolder) {
  for (let folder = await realpath(fromFolder); ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name)
    if (await exists(join(candidate, 'package.json'))) return realpath(candidate)
    if (folder === dirname(folder)) return undefined
  }
}

function runsOn(manifest) {
  return Object.entries(PLATFORM).every(([field, ours]) => {
    const allowed = manifest[field]
    return allowed === undefined || [allowed].flat().includes(ours)
  })
}

/** A package's own nested `node_modules` would be a second copy. */
function isForeign(path, folder) {
  return relative(folder, path).split(sep).includes('node_modules')
}

const exists = (path) =>
  access(path).then(
    () => true,
    () => false,
  )

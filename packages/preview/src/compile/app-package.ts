import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'

/** The folder that DevTools would open as `miniprogramRoot`, and the rules by which paths in it resolve. */
export class AppPackage {
  constructor(readonly folder: string) {}

  has(path: string): boolean {
    const file = join(this.folder, path)
    return existsSync(file) && statSync(file).isFile()
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8')
  }

  /** @throws Error naming the file when it is not JSON */
  readJson<T>(path: string): T {
    try {
      return JSON.parse(this.read(path)) as T
    } catch (error) {
      throw new Error(`${path}: ${(error as Error).message}`, { cause: error })
    }
  }

  /** The file that `require(request)` or an `import` in `from` means, or undefined. */
  resolveModule(from: string, request: string): string | undefined {
    return candidates(from, request)
      .flatMap((path) => [path, `${path}.js`, `${path}/index.js`])
      .find((path) => path.endsWith('.js') && this.has(path))
  }

  /** The id of the component that `usingComponents` in `from` names by `request`, or undefined. */
  resolveComponent(from: string, request: string): string | undefined {
    return candidates(from, request)
      .flatMap((path) => [path, `${path}/index`])
      .find((path) => this.has(`${path}.json`) && this.has(`${path}.wxml`))
  }

  /** The file that a template, script or style sheet names in an import. */
  resolveFile(from: string, request: string): string {
    return request.startsWith('/') ? request.slice(1) : posix.join(posix.dirname(from), request)
  }
}

/** Absolute in the package; else beside the file; else in a `miniprogram_npm` of a folder above. */
function candidates(from: string, request: string): string[] {
  if (request.startsWith('/')) return [request.slice(1)]

  const beside = posix.join(posix.dirname(from), request)
  if (request.startsWith('.')) return [beside]

  const inNpm: string[] = []
  for (let folder = posix.dirname(from); ; folder = posix.dirname(folder)) {
    inNpm.push(posix.join(folder, 'miniprogram_npm', request))
    if (folder === '.') return [beside, ...inNpm]
  }
}

import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, stat } from 'node:fs/promises'
import { isAbsolute, join, posix, relative } from 'node:path'
import { promisify } from 'node:util'
import dockerignore from '@balena/dockerignore'
import type { Stage } from './read-dockerfile.ts'

// Its types speak of a default export, its code is the function itself.
const createIgnore = dockerignore as unknown as typeof dockerignore.default

/** What a stage has become: where its files lie here, and how its process would be started. */
export interface BuiltStage {
  /** Stands for `/`. */
  root: string
  workdir: string
  variables: Record<string, string>
  user: string | undefined
  port: number | undefined
  command: string[]
}

/**
 * Runs the steps of a Dockerfile without a container engine: each stage is a folder that stands for its `/`, with this machine's Node
 * and shell in place of the base image's. Paths in `WORKDIR`, `COPY` and `ENV` are moved below that folder, so commands name none.
 */
export async function runStages(
  stages: readonly Stage[],
  { context, ignore, folder }: { context: string; ignore: string; folder: string },
): Promise<BuiltStage> {
  const roots = new Map<string, string>()
  let built: BuiltStage | undefined
  for (const [index, stage] of stages.entries()) {
    const root = join(folder, `stage-${index}`)
    built = await runStage(stage, { root, context, ignore, roots })
    roots.set(stage.name ?? String(index), root)
  }
  if (built === undefined) throw new Error('A Dockerfile has at least one stage.')
  return built
}

interface StageSurroundings {
  root: string
  context: string
  ignore: string
  roots: ReadonlyMap<string, string>
}

async function runStage(stage: Stage, { root, context, ignore, roots }: StageSurroundings): Promise<BuiltStage> {
  const built: BuiltStage = { root, workdir: '/', variables: {}, user: undefined, port: undefined, command: [] }
  await mkdir(root, { recursive: true })
  for (const step of stage.steps) {
    switch (step.kind) {
      case 'workdir':
        built.workdir = posix.resolve(built.workdir, step.path)
        await mkdir(join(root, built.workdir), { recursive: true })
        break
      case 'env':
        Object.assign(built.variables, step.variables)
        break
      case 'copy': {
        const target = join(root, posix.resolve(built.workdir, step.target))
        if (step.fromStage === undefined) await copyContext(join(context, step.source), { target, context, ignore })
        else await cp(join(rootOf(step.fromStage, roots), step.source), target, { recursive: true })
        break
      }
      case 'run':
        await runCommand(step.command, { cwd: join(root, built.workdir), env: environmentOf(built) })
        break
      case 'user':
        built.user = step.user
        break
      case 'expose':
        built.port = step.port
        break
      case 'cmd':
        built.command = step.args
    }
  }
  return built
}

/** What a process of this stage sees; of this machine only the way to programs, to the registry, and what was fetched from it before. */
export function environmentOf({ root, variables }: BuiltStage): Record<string, string> {
  const moved = Object.entries(variables).map(([name, value]) => [name, isAbsolute(value) ? join(root, value) : value])
  const kept = Object.entries(process.env).filter(([name]) => OF_THIS_MACHINE.test(name))
  return { ...Object.fromEntries(kept), ...Object.fromEntries(moved) }
}

const OF_THIS_MACHINE = /^(PATH|HOME|NODE_EXTRA_CA_CERTS|npm_config_.*|https?_proxy|no_proxy)$/i

function rootOf(name: string, roots: ReadonlyMap<string, string>): string {
  const root = roots.get(name)
  if (root === undefined) throw new Error(`COPY --from=${name} names no stage before it.`)
  return root
}

async function copyContext(
  source: string,
  { target, context, ignore }: { target: string; context: string; ignore: string },
): Promise<void> {
  const ignored = createIgnore().add(ignore)
  const copy = async (path: string) => {
    const inContext = relative(context, path)
    if (inContext !== '' && ignored.ignores(inContext)) return
    if (!(await stat(path)).isDirectory()) return void (await cp(path, join(target, relative(source, path))))
    await mkdir(join(target, relative(source, path)), { recursive: true })
    for (const name of await readdir(path)) await copy(join(path, name))
  }
  await copy(source)
}

async function runCommand(command: string, options: { cwd: string; env: Record<string, string> }): Promise<void> {
  try {
    await promisify(execFile)('sh', ['-c', command], { ...options, maxBuffer: 64 * 1024 * 1024 })
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string }
    throw new Error(`RUN ${command} failed:\n${stdout ?? ''}\n${stderr ?? ''}`, { cause: error })
  }
}

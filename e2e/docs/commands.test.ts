import { execFile } from 'node:child_process'
import { globSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it, jest } from '@jest/globals'
import { repositoryFolder } from '@photolift/dev-stack'
import { codeBlocks, codeSpans, type Document, documents, readText } from './documents.js'

jest.setTimeout(120_000)

/** Where each command of a document is run: by CI, by a test that says these words, or below. */
const RUN_BY: Record<string, [file: string, words: string]> = {
  'bash .ci/run': ['.github/workflows/ci.yml', 'bash .ci/run'],
  'photolift start': ['e2e/commands.e2e.test.ts', 'start prints one URL'],
  'photolift emulator': ['e2e/commands.e2e.test.ts', 'emulator --json prints one line'],
  'photolift test': ['.ci/run', 'npx --yes pnpm@12.21.0 test |'],
  'photolift test:mysql': ['.ci/run', 'npx --yes pnpm@12.21.0 test:mysql |'],
  'photolift photolift': ['apps/cli/test/readme.test.ts', 'the script of the repository builds the command'],
  'photolift bench': ['e2e/docs/commands.test.ts', 'the benchmarks run one mark'],
  'photolift soak': ['soak/run.test.ts', 'is what the script of the repository builds and runs'],
  'photolift build': ['e2e/docs/commands.test.ts', 'the build command takes every package along'],
  // What it mends is what CI refuses.
  'photolift format': ['scripts/test.mjs', "'check:format'"],
  'photolift turbo': ['e2e/docs/commands.test.ts', 'the tests of one package can be run alone'],
  '@photolift/server build': ['apps/server/test/process.test.ts', 'the built service'],
  '@photolift/server start:prod': ['apps/server/test/process.test.ts', 'the built service'],
  '@photolift/server test:mysql': ['.ci/run', 'test:mysql'],
  '@photolift/server openapi': ['apps/server/test/openapi.test.ts', 'openapi.json says what the contracts say'],
  '@photolift/server config:docs': ['e2e/docs/configuration.test.ts', 'the configuration table'],
  '@photolift/h5 build': ['e2e/docs/commands.test.ts', 'the web page is built for a service'],
  '@photolift/miniprogram build': ['e2e/docs/commands.test.ts', 'the mini-program is built for the service'],
  'node packages/emulator/dist/cli.js': ['packages/emulator/test/cli/cli.flow.test.ts', 'dist/cli.js'],
  'photolift deploy:cloudrun': ['e2e/container.e2e.test.ts', 'pnpm deploy:cloudrun'],
  'photolift-preview --app': ['packages/dev-stack/src/stack.ts', 'packages/preview/dist/cli.js'],
  'curl -s': ['apps/server/test/login.flow.test.ts', 'a login by code'],
}

/** Tasks of a package that the test command runs for every package that has them. */
const TASK = /^@photolift\/\S+ (test|test:docs|typecheck|check)$/

const COMMANDS = documents.flatMap((document) =>
  commandsOf(document).map((line) => ({ document: document.path, line, command: nameOf(line) })),
)

it('documents and list name the same commands', () => {
  const named = new Set(COMMANDS.map(({ command }) => command).filter((command) => !TASK.test(command)))

  expect([...named].toSorted()).toEqual(Object.keys(RUN_BY).toSorted())
})

it.each(COMMANDS)('$document: $line is run somewhere', ({ command }) => {
  const task = TASK.exec(command)?.[1]
  const [file, words] = task === undefined ? (RUN_BY[command] ?? ['', '']) : ['scripts/test.mjs', `'${task}'`]

  expect(readText(file)).toContain(words)
})

it.each(COMMANDS.filter(({ command }) => /^@?photolift/.test(command) && !command.startsWith('photolift-')))(
  '$document: $line has its script',
  ({ command }) => {
    const [packageName = '', script = ''] = command.split(' ')

    expect(script === 'turbo' || script in scriptsOf(packageName)).toBe(true)
  },
)

it('start:prod runs the one file that the tests run', () => {
  expect(scriptsOf('@photolift/server')['start:prod']).toBe('node dist/main.mjs')
})

it('the benchmarks run one mark', async () => {
  const { stdout } = await run('scripts/bench.mjs', ['--json', '--only', 'engine-size'])

  expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ mark: 'engine-size', unit: 'KB', pass: true }))
})

it('the build command takes every package along', async () => {
  const { stdout } = await run('node_modules/turbo/bin/turbo', ['run', 'build', '--dry=json'])

  const built = (JSON.parse(stdout) as { tasks: { directory: string; command: string }[] }).tasks
    .filter(({ command }) => command !== '<NONEXISTENT>')
    .map(({ directory }) => directory)
  expect(built).toEqual(expect.arrayContaining(globSync('{apps,packages}/*', { cwd: repositoryFolder })))
})

it('the tests of one package can be run alone', async () => {
  const { stdout } = await run('node_modules/turbo/bin/turbo', [
    'run',
    'test',
    '--filter=@photolift/server',
    '--dry=json',
  ])

  const tests = (JSON.parse(stdout) as { tasks: { taskId: string }[] }).tasks.filter(({ taskId }) =>
    taskId.endsWith('#test'),
  )
  expect(tests.map(({ taskId }) => taskId)).toEqual(['@photolift/server#test'])
})

it.each<[string, string[], Record<string, string>]>([
  ['--service', ['--service', 'https://api.example.com'], {}],
  ['PHOTOLIFT_SERVICE_URL', [], { PHOTOLIFT_SERVICE_URL: 'https://api.example.com' }],
])('the mini-program is built for the service that %s names', async (_, args, env) => {
  const folder = await mkdtemp(join(tmpdir(), 'photolift-build-'))
  try {
    await run('apps/miniprogram/scripts/build.ts', [...args, '--out', folder], env)

    const scripts = await Promise.all(
      globSync('**/*.js', { cwd: folder }).map((file) => readFile(join(folder, file), 'utf8')),
    )
    expect(scripts.join('\n')).toContain('https://api.example.com')
    expect(scripts.join('\n')).not.toContain('127.0.0.1')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

it('the web page is built for a service at another address', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'photolift-build-'))
  try {
    const page = join(repositoryFolder, 'apps/h5')
    const vite = join(page, 'node_modules/vite/bin/vite.js')
    await promisify(execFile)(process.execPath, [vite, 'build', '--outDir', folder], {
      cwd: page,
      env: { ...process.env, PHOTOLIFT_SERVICE_URL: 'https://api.example.com' },
    })

    const scripts = globSync('**/*.js', { cwd: folder }).map((file) => readFile(join(folder, file), 'utf8'))
    expect((await Promise.all(scripts)).join('\n')).toContain('https://api.example.com')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

/** The lines of shell blocks, and code spans that are commands. */
function commandsOf(document: Document): string[] {
  const lines = codeBlocks(document, 'sh').flatMap((block) => block.split('\n'))
  const spans = codeSpans(document).filter((span) => /^([A-Z_]+=\S+ )*((pnpm|npx|bash) |node \S+\.m?js)/.test(span))
  return [...lines, ...spans]
    .map((line) => line.replace(/\s+(#|&$|&\s+#|>).*$/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('export ') && !/^npx --yes pnpm@[\d.]+$/.test(line))
}

/** `<package> <script>` where pnpm runs one, else the first two words. */
function nameOf(line: string): string {
  const words = line
    .replace(/^([A-Z_]+=\S+ )+/, '')
    .replace(/^npx --yes pnpm@12\.21\.0 /, 'pnpm ')
    .split(' ')
  if (words[0] !== 'pnpm') return words.slice(0, 2).join(' ')
  return words[1] === '--filter' ? `${words[2]} ${words[3]}` : `photolift ${words[1]}`
}

function scriptsOf(packageName: string): Record<string, string> {
  const manifest = globSync(['package.json', '{apps,packages}/*/package.json', 'e2e/package.json'], {
    cwd: repositoryFolder,
  })
    .map((path) => JSON.parse(readText(path)) as { name: string; scripts?: Record<string, string> })
    .find(({ name }) => name === packageName)
  return manifest?.scripts ?? {}
}

function run(script: string, args: string[], env: Record<string, string> = {}) {
  return promisify(execFile)(process.execPath, [join(repositoryFolder, script), ...args], {
    cwd: repositoryFolder,
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
  })
}

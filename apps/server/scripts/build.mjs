import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { OUTSIDE_THE_BUNDLE } from './outside-the-bundle.mjs'

const folder = join(import.meta.dirname, '..')

// Packages that Nest and its parts would load if they were installed. They stay out of the bundle and are never reached.
const OPTIONAL = [
  '@fastify/multipart',
  '@fastify/view',
  '@nestjs/microservices',
  '@nestjs/platform-express',
  '@nestjs/platform-socket.io',
  '@nestjs/websockets',
  'class-transformer',
  'class-validator',
  'pino-pretty',
]

// What libvips frees stays with glibc, in an arena for each of its threads: 100 edits of 12 megapixels in a row came to 650 MB, and to 290
// with these two settings. glibc reads them when a process starts, so the process starts again in its own place, under its own id, before
// anything else is evaluated; that takes 10 to 50 ms, and nothing where the environment has the first of them already, as the image does.
// Exit code, signals and output stay what they were; a channel to a parent (child_process.fork, process managers) would break, so whoever
// opens one sets them himself.
const MEMORY_SETTINGS = `if (process.platform === 'linux' && process.execve && !process.send && process.env.MALLOC_ARENA_MAX === undefined)
  process.execve(process.execPath, [process.execPath, ...process.execArgv, ...process.argv.slice(1)], {
    ...process.env,
    MALLOC_ARENA_MAX: '2',
    MALLOC_MMAP_THRESHOLD_: '1048576',
  })`

// CommonJS code inside an ES module still asks for these three.
const BANNER = `${MEMORY_SETTINGS}
import { createRequire as __createRequire } from 'node:module'
const require = __createRequire(import.meta.url)
const __filename = import.meta.filename
const __dirname = import.meta.dirname`

const bundle = await rolldown({
  input: join(folder, 'src/main.ts'),
  platform: 'node',
  tsconfig: join(folder, 'tsconfig.json'),
  external: (id) => [...OPTIONAL, ...OUTSIDE_THE_BUNDLE].some((name) => id === name || id.startsWith(`${name}/`)),
})
// One file: what is imported lazily lies in it too, and is evaluated when it is asked for.
const { output } = await bundle.generate({
  format: 'esm',
  codeSplitting: false,
  minify: true,
  keepNames: true,
  banner: BANNER,
})
await bundle.close()
if (output.length !== 1)
  throw new Error(`The bundle has ${output.length} files: ${output.map(({ fileName }) => fileName).join()}`)

await rm(join(folder, 'dist'), { recursive: true, force: true })
await mkdir(join(folder, 'dist'))
await writeFile(join(folder, 'dist/main.mjs'), toAscii(output[0].code))

/** V8 keeps a text that has one character beyond Latin-1 at two bytes each: as ASCII it is half as large and starts a third sooner. */
function toAscii(code) {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

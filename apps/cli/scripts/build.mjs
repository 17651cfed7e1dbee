import { chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rolldown } from 'rolldown'

const folder = join(import.meta.dirname, '..')

// CommonJS code inside an ES module still asks for these three.
const BANNER = `#!/usr/bin/env node
import { createRequire as __createRequire } from 'node:module'
const require = __createRequire(import.meta.url)
const __filename = import.meta.filename
const __dirname = import.meta.dirname`

/**
 * The HTTP client of cos-nodejs-sdk-v5 loads what only other users of it call: the list of public suffixes for a cookie jar, which the
 * SDK does not switch on, and signatures by SSH keys. Without them the first call of COS takes 50 ms less.
 */
const NEVER_CALLED = {
  name: 'never-called',
  resolveId: { filter: { id: /^(psl|http-signature)$/ }, handler: () => '\0never-called' },
  load: { filter: { id: /^\0never-called$/ }, handler: () => 'module.exports = {}' },
}

/** Engines read a long text with JSON in it in less time than the same as code, and every start reads the whole bundle. */
const PARSED_JSON = {
  name: 'parsed-json',
  transform: {
    filter: { id: /\.json$/ },
    handler(json) {
      return {
        code: `module.exports = JSON.parse(${JSON.stringify(JSON.stringify(JSON.parse(json)))})`,
        moduleType: 'js',
      }
    },
  },
}

const bundle = await rolldown({
  input: join(folder, 'src/main.ts'),
  platform: 'node',
  tsconfig: join(folder, 'tsconfig.json'),
  plugins: [NEVER_CALLED, PARSED_JSON],
})
// One file, so that it can be copied to a machine that has Node and nothing else. What is imported lazily is evaluated when it is
// asked for.
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
await writeFile(join(folder, 'dist/photolift.mjs'), output[0].code)
await chmod(join(folder, 'dist/photolift.mjs'), 0o755)

// Bundles the browser's part of the preview and compiles the templates of its built-in components into dist/page.
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { TmplGroup } from 'glass-easel-template-compiler'

const root = join(import.meta.dirname, '..')
const output = join(root, 'dist/page')
await mkdir(output, { recursive: true })
await Promise.all([
  bundlePage(),
  compileBuiltinTemplates(),
  ...['app.html', 'shell.html', 'shell.css', 'phone.css', 'builtins.css'].map(copyPage),
])

async function bundlePage() {
  await build({
    entryPoints: {
      app: join(root, 'src/browser/app/main.ts'),
      shell: join(root, 'src/browser/shell/main.ts'),
      'md5-worker': join(root, 'src/browser/files/md5-worker.ts'),
    },
    outdir: output,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    sourcemap: true,
    // glass-easel warns of more in development mode.
    define: { 'process.env.NODE_ENV': '"development"' },
    logLevel: 'warning',
  })
}

async function compileBuiltinTemplates() {
  const { outputFiles } = await build({
    stdin: { contents: `export { BUILTINS } from './builtins.ts'`, resolveDir: join(root, 'src/browser/builtins') },
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    logLevel: 'warning',
  })
  const code = Buffer.from(outputFiles[0].contents).toString('base64')
  const { BUILTINS } = await import(`data:text/javascript;base64,${code}`)

  const group = new TmplGroup()
  const faults = Object.entries(BUILTINS).flatMap(([tag, { template }]) => group.addTmpl(`wx://${tag}`, template) ?? [])
  if (faults.length > 0) throw new Error(faults.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  await writeFile(
    join(output, 'builtin-templates.js'),
    `globalThis.builtinTemplates = ${group.getTmplGenObjectGroups()}\n`,
  )
}

async function copyPage(name) {
  await copyFile(join(root, 'src/page', name), join(output, name))
}

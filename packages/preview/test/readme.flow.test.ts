import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from '@jest/globals'
import { findBrowser } from '@photolift/dev-stack/browser'
import { CHOICES, DEFAULT_CONDITIONS } from '../src/conditions.js'
import { FIDELITY_APP } from './running-app.js'

const PACKAGE = join(import.meta.dirname, '..')
const readme = readFile(join(PACKAGE, 'README.md'), 'utf8')

it('has a README whose code runs', async () => {
  const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(await readme) ?? []
  const { executablePath, env } = await findBrowser()
  const launch = { executablePath, args: ['--no-sandbox'] }
  const runnable = code
    .replace("'path/to/miniprogram/dist'", JSON.stringify(FIDELITY_APP))
    .replace('chromium.launch()', `chromium.launch(${JSON.stringify(launch)})`)
  expect(runnable).not.toBe(code)

  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', runnable], {
    cwd: PACKAGE,
    env: { ...process.env, ...env },
  })

  expect(stdout).toBe('[ 0, [] ]\n')
})

it('has a README that names every condition and every choice', async () => {
  const text = await readme

  for (const name of Object.keys(DEFAULT_CONDITIONS)) expect(text).toMatch(new RegExp(`^\\| \`${name}\` +\\|`, 'm'))
  for (const choice of Object.values(CHOICES).flat()) expect(text).toContain(`\`${choice}\``)
})

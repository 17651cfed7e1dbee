import { build } from './turbo.mjs'

await build(['cli'], { quiet: true })
// pnpm runs its scripts in the repository; names that people give start where they typed.
const { INIT_CWD } = process.env
if (INIT_CWD !== undefined) process.chdir(INIT_CWD)
await import('../apps/cli/dist/photolift.mjs')

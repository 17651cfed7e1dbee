import { build } from './turbo.mjs'

await build(['emulator'])
await import('../packages/emulator/dist/cli.js')

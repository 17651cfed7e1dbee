import { build } from './turbo.mjs'

await build(['emulator', 'server', 'cli', 'preview', 'miniprogram', 'dev-stack'])
await import('../bench/run.ts')

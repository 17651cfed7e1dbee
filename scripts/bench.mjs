import { build } from './turbo.mjs'

await build(['emulator', 'server', 'cli', 'preview', 'miniprogram', 'h5', 'dev-stack'])
await import('../bench/run.ts')

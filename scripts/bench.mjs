import { build } from './turbo.mjs'

await build(['emulator', 'server', 'preview', 'miniprogram', 'dev-stack'])
await import('../bench/run.ts')

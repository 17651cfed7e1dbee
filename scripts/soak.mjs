import { build } from './turbo.mjs'

await build(['api-client', 'upload-engine'], { quiet: true })
await import('../soak/run.ts')

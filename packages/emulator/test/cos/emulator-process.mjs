// An emulator in a process of its own: says where COS listens, and on every message how much memory it has used at most.
import { startEmulator } from '../../dist/index.js'

const emulator = await startEmulator({ dataFolder: process.argv[2] })
const report = () => process.send({ cos: emulator.cos, maxRssBytes: process.resourceUsage().maxRSS * 1024 })

process.on('message', report)
process.on('disconnect', () => void emulator.close())
report()

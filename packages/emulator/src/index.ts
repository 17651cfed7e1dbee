export type { CosAccess, Emulator, EmulatorOptions, WechatAccess } from './emulator.js'
export { startEmulator } from './emulator.js'
export type { Fault, FaultControls, FaultRule } from './faults/fault.js'

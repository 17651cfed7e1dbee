export { freePort, isPortFree } from './processes/free-port.js'
export { repositoryFolder } from './repository-folder.js'
export type { Stack, StackOptions } from './stack.js'
export { serviceEnvironment, startStack } from './stack.js'

export * from './fake-stores.js'
export * from './fake-tasks.js'

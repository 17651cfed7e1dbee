export * from './delete-account.js'
export * from './preparation-for.js'
export * from './settings.js'
export * from './use-mobile-data.js'

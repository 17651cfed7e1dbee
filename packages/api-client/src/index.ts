export type { ApiClient, ApiClientOptions } from './api-client.js'
export { createApiClient } from './api-client.js'
export type { HeldLogin, LoginCodeSource, LoginKeeper } from './session.js'

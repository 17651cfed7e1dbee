export type { ApiClient, ApiClientOptions } from './api-client.js'
export { createApiClient } from './api-client.js'
export type { LoginCodeSource } from './session.js'

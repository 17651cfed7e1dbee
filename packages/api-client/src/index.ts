export type { ApiClient, ApiClientOptions, LoginCodeSource } from './api-client.js'
export { createApiClient } from './api-client.js'

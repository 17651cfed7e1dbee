import { randomBytes } from 'node:crypto'
import { Agent, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { LoginResponse, UploadGrantRequest } from '@photolift/contracts'

/** Somebody with a phone, without the phone: one connection that stays open, and as little work of its own as can be. */
export class Client {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 })
  readonly #headers: Record<string, string>
  readonly #serviceUrl: string

  readonly userId: string

  private constructor(serviceUrl: string, { authToken, user }: LoginResponse) {
    this.#serviceUrl = serviceUrl
    this.#headers = { authorization: `Bearer ${authToken}` }
    this.userId = user.userId
  }

  static async login(serviceUrl: string): Promise<Client> {
    return new Client(serviceUrl, await login(serviceUrl))
  }

  /** @throws Error when the answer is not a 200 */
  async call<Answer>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> {
    return (await this.measure<Answer>(method, path, body)).answer
  }

  /** @returns also the milliseconds from the request to the answer's last byte */
  async measure<Answer>(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
  ): Promise<{ answer: Answer; durationMs: number }> {
    const options = { method, agent: this.#agent, headers: this.#headers }
    const { status, text, durationMs } = await send(this.#serviceUrl + path, { ...options, body })
    if (status !== 200) throw new Error(`${method} ${path} answered ${status}: ${text}`)
    return { answer: JSON.parse(text) as Answer, durationMs }
  }

  close(): void {
    this.#agent.destroy()
  }
}

let logins = 0

export async function login(serviceUrl: string, person = 'bench'): Promise<LoginResponse> {
  logins += 1
  const body = { loginCode: `code-${person}-${logins}` }
  const { status, text } = await send(`${serviceUrl}/v1/login`, { method: 'POST', headers: {}, body })
  if (status !== 200) throw new Error(`login answered ${status}: ${text}`)
  return JSON.parse(text) as LoginResponse
}

/** What a client asks for a photo that nobody has seen before. */
export function newPhotoRequest(pickId: string, position = 0): UploadGrantRequest {
  const id = randomBytes(16).toString('hex')
  return { taskId: id, pickId, position, byteLength: 3_000_000, contentType: 'image/jpeg', contentMd5: id }
}

interface SendOptions {
  method: string
  headers: Record<string, string>
  body: unknown
  agent?: Agent
}

interface Sent {
  status: number
  text: string
  durationMs: number
}

async function send(url: string, { method, headers, body, agent }: SendOptions): Promise<Sent> {
  const json = body === undefined ? undefined : Buffer.from(JSON.stringify(body))
  const bodyHeaders = json && { 'content-type': 'application/json', 'content-length': json.length }
  const startedAt = performance.now()
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { method, headers: { ...headers, ...bodyHeaders }, ...(agent && { agent }) }, resolve)
      .on('error', reject)
      .end(json)
  })
  const response = await answered
  return { status: response.statusCode ?? 0, text: await text(response), durationMs: performance.now() - startedAt }
}

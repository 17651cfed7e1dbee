import type { Request } from 'playwright-core'
import type { Phone } from './phone.js'

/** One try to send one part of a large photo. */
export interface SentPart {
  partNumber: number
  /** `lost-reply`: all of it arrived, and the phone never heard so. `cut`: no answer came, for whatever other reason. */
  outcome: 'stored' | 'refused' | 'lost-reply' | 'cut'
}

export interface SentParts {
  /** Tries that have begun. */
  readonly count: number
  /** Resolves once every try that has begun is over. */
  outcomes(): Promise<SentPart[]>
}

/** Notes every part that leaves this phone from now on, also those that a kill of the app cuts. */
export function recordSentParts({ page }: Phone): SentParts {
  const requests: Request[] = []
  page.on('request', (request) => {
    if (request.headers()['x-wx-method'] === 'PUT') requests.push(request)
  })
  return {
    get count() {
      return requests.length
    },
    outcomes: () => Promise.all(requests.map(toSentPart)),
  }
}

async function toSentPart(request: Request): Promise<SentPart> {
  const asked = request.headers()
  const partNumber = Number(new URL(asked['x-wx-target'] ?? '').searchParams.get('partNumber'))
  if (asked['x-wx-fault'] === 'lost-reply') return { partNumber, outcome: 'lost-reply' }
  const status = (await request.response())?.headers()['x-wx-status']
  if (status === undefined) return { partNumber, outcome: 'cut' }
  return { partNumber, outcome: status === '200' ? 'stored' : 'refused' }
}

import type { IncomingMessage } from 'node:http'
import type { FaultControls } from '../faults/fault.js'
import { readText } from '../read-text.js'
import type { RequestHandler } from '../request-view.js'
import type { StoredObjectReport } from './stored-objects.js'

const MAX_RULE_BYTES = 16_384

export interface ControlOptions {
  faults: FaultControls
  listObjects(prefix: string): StoredObjectReport[]
}

/**
 * The control endpoint: `POST`, `GET` and `DELETE /faults`, `DELETE /faults/<id>`, `GET /objects?prefix=`. Answers are
 * JSON; a refusal is `{ "error": "<sentence>" }`.
 */
export function createControlHandler({ faults, listObjects }: ControlOptions): RequestHandler {
  async function route(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? '/', 'http://loopback')
    const [collection, id, ...rest] = url.pathname.slice(1).split('/')
    if (rest.length > 0) return notFound(request)

    switch (`${request.method} ${collection}${id === undefined ? '' : '/:id'}`) {
      case 'GET faults':
        return { status: 200, body: faults.list() }
      case 'POST faults':
        return addFault(request)
      case 'DELETE faults':
        faults.clear()
        return { status: 204 }
      case 'DELETE faults/:id':
        if (!id || faults.list().every((report) => report.id !== id))
          return refusal(404, `No fault has the id "${id}".`)
        faults.remove(id)
        return { status: 204 }
      case 'GET objects':
        return { status: 200, body: listObjects(url.searchParams.get('prefix') ?? '') }
      default:
        return notFound(request)
    }
  }

  async function addFault(request: IncomingMessage): Promise<Answer> {
    // A page of any website may post plain text to loopback, but not JSON: that needs a preflight, which fails here.
    if (!request.headers['content-type']?.startsWith('application/json')) {
      return refusal(415, 'Send the rule with Content-Type: application/json.')
    }
    const text = await readText(request, MAX_RULE_BYTES)
    if (text === undefined) return refusal(413, `A rule is at most ${MAX_RULE_BYTES} bytes of JSON.`)
    const input = parseJson(text)
    if (input === undefined) return refusal(400, 'The rule is not JSON.')

    // zod takes 60 ms to load: here and not at start, of which it would be a fifth.
    const { parseFaultRule } = await import('../faults/fault-rule-schema.js')
    const parse = parseFaultRule(input)
    if (!parse.ok) return refusal(400, parse.problem)
    return { status: 201, body: { id: faults.add(parse.rule) } }
  }

  return async function answerControl(request, response) {
    const { status, body } = await route(request)
    if (body === undefined) {
      response.writeHead(status).end()
      return
    }
    response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
  }
}

interface Answer {
  status: number
  body?: object
}

function refusal(status: number, error: string): Answer {
  return { status, body: { error } }
}

function notFound({ method, url }: IncomingMessage): Answer {
  return refusal(404, `There is no ${method} ${url} here; see the README for what there is.`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

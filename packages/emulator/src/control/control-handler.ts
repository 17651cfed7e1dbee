import type { IncomingMessage } from 'node:http'
import type { ResolvedCloudFile } from '../cloud/mini-program-files.js'
import type { FaultControls } from '../faults/fault.js'
import { readText } from '../read-text.js'
import { requestUrl } from '../request-url.js'
import type { RequestHandler } from '../request-view.js'
import type { SettingsControls } from '../settings/settings.js'
import type { StoredObjectReport, UnfinishedUploadReport } from './stored-objects.js'

const MAX_BODY_BYTES = 65_536
/** What `wx.cloud.getTempFileURL` takes in one call. */
const MAX_CLOUD_FILES = 50

export interface ControlOptions {
  faults: FaultControls
  settings: SettingsControls
  /** @throws RangeError on a bucket that is not there */
  listObjects(prefix: string, options: { bucket?: string }): StoredObjectReport[]
  /** As `listObjects`. */
  listUploads(prefix: string, options: { bucket?: string }): UnfinishedUploadReport[]
  resolveCloudFiles(openid: string, fileIds: readonly string[]): ResolvedCloudFile[]
}

/**
 * The control endpoint: `POST`, `GET` and `DELETE /faults`, `DELETE /faults/<id>`, `GET` and `PATCH /settings`,
 * `GET /objects?prefix=&bucket=`, `GET /uploads?prefix=&bucket=`, `POST /cloud-files`. Answers are JSON; a refusal is `{ "error": "<sentence>" }`.
 */
export function createControlHandler(options: ControlOptions): RequestHandler {
  const { faults, settings, listObjects, listUploads, resolveCloudFiles } = options

  async function route(request: IncomingMessage): Promise<Answer> {
    const url = requestUrl(request)
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
      case 'GET settings':
        return { status: 200, body: settings.get() }
      case 'PATCH settings':
        return changeSettings(request)
      case 'GET objects':
        return listStored(url.searchParams, listObjects)
      case 'GET uploads':
        return listStored(url.searchParams, listUploads)
      case 'POST cloud-files':
        return answerCloudFiles(request)
      default:
        return notFound(request)
    }
  }

  async function addFault(request: IncomingMessage): Promise<Answer> {
    const json = await readJson(request)
    if (!json.ok) return json.refusal

    // zod takes 60 ms to load: here and not at start, of which it would be a fifth.
    const { parseFaultRule } = await import('../faults/fault-rule-schema.js')
    const parse = parseFaultRule(json.input)
    if (!parse.ok) return refusal(400, parse.problem)
    return { status: 201, body: { id: faults.add(parse.rule) } }
  }

  async function changeSettings(request: IncomingMessage): Promise<Answer> {
    const json = await readJson(request)
    if (!json.ok) return json.refusal
    const { parseSettings } = await import('../settings/settings-schema.js')
    const parse = parseSettings(json.input)
    if (!parse.ok) return refusal(400, parse.problem)
    settings.change(parse.changes)
    return { status: 200, body: settings.get() }
  }

  function listStored(
    parameters: URLSearchParams,
    list: ControlOptions['listObjects'] | ControlOptions['listUploads'],
  ): Answer {
    const bucket = parameters.get('bucket')
    try {
      return { status: 200, body: list(parameters.get('prefix') ?? '', bucket === null ? {} : { bucket }) }
    } catch (error) {
      if (error instanceof RangeError) return refusal(404, error.message)
      throw error
    }
  }

  async function answerCloudFiles(request: IncomingMessage): Promise<Answer> {
    const json = await readJson(request)
    if (!json.ok) return json.refusal
    const { openid, fileIds } = (json.input ?? {}) as { openid?: unknown; fileIds?: unknown }
    if (typeof openid !== 'string' || !isTextList(fileIds)) {
      return refusal(400, 'Send { "openid": "…", "fileIds": ["cloud://…"] }.')
    }
    if (fileIds.length > MAX_CLOUD_FILES) return refusal(400, `One call takes at most ${MAX_CLOUD_FILES} file ids.`)
    return { status: 200, body: { files: resolveCloudFiles(openid, fileIds) } }
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

async function readJson(
  request: IncomingMessage,
): Promise<{ ok: true; input: unknown } | { ok: false; refusal: Answer }> {
  // A page of any website may post plain text to loopback, but not JSON: that needs a preflight, which fails here.
  if (!request.headers['content-type']?.startsWith('application/json')) {
    return { ok: false, refusal: refusal(415, 'Send the body with Content-Type: application/json.') }
  }
  const text = await readText(request, MAX_BODY_BYTES)
  if (text === undefined) {
    return { ok: false, refusal: refusal(413, `A body is at most ${MAX_BODY_BYTES} bytes of JSON.`) }
  }
  const input = parseJson(text)
  return input === undefined ? { ok: false, refusal: refusal(400, 'The body is not JSON.') } : { ok: true, input }
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
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

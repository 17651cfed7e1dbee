import { ENVELOPE_HEADER, ERRORS, type ErrorCode, ROUTES, type RouteName } from '@photolift/contracts'
import {
  confirmationsRequest,
  confirmationsResponse,
  editRequest,
  errorEnvelope,
  fileLinksRequest,
  fileLinksResponse,
  ingest,
  ingestsRequest,
  ingestsResponse,
  jsSdkConfig,
  jsSdkConfigQuery,
  loginRequest,
  loginResponse,
  partsRequest,
  partsResponse,
  photo,
  photoIdParams,
  photoPage,
  photoPageQuery,
  uploadGrantsRequest,
  uploadGrantsResponse,
  webLoginCallbackQuery,
  webLoginQuery,
} from '@photolift/contracts/schemas'
import { z } from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'

/** The interface in OpenAPI's terms, made from the contracts. `openapi.json` holds it; a test compares the two. */
export function createOpenapiDocument(): ReturnType<typeof createDocument> {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Photolift',
      version: '1',
      description:
        'Grants upload permissions for photos, confirms what arrived and shows it. Bytes go straight to COS. A request with ' +
        `\`${ENVELOPE_HEADER}: 1\` gets every error under status 200.`,
    },
    components: { securitySchemes: { [AUTH_TOKEN]: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    paths: { ...clientPaths(), ...OPERATIONS_PATHS },
  })
}

interface RouteDescription {
  summary: string
  request?: Pick<ZodOpenApiOperationObject, 'requestBody' | 'requestParams'>
  /** An empty body (204) where absent. */
  response?: z.ZodType | 'redirect'
  /** What the route itself refuses, besides what every route may. */
  errors: ErrorCode[]
  /** Of an answer with a body; 200 where absent. */
  status?: 202
}

const AUTH_TOKEN = 'authToken'

/** Links and forms may need a key that WeChat gives. */
const STORAGE: ErrorCode[] = ['STORAGE_UNAVAILABLE', 'WECHAT_UNAVAILABLE']

const ROUTE_DESCRIPTIONS: Record<RouteName, RouteDescription> = {
  login: {
    summary:
      'Exchanges a one-time code, of wx.login, of the web log-in or of a desk, for the token of all other routes.',
    request: { requestBody: json(loginRequest) },
    response: loginResponse,
    errors: [
      'LOGIN_CODE_INVALID',
      'LOGIN_REFUSED',
      'WEB_PAGE_UNAVAILABLE',
      'WECHAT_UNAVAILABLE',
      'LINK_ACCOUNT_NOT_FOUND',
      'LINK_REFUSED',
    ],
  },
  authorize: {
    summary: 'Gives one permission per photo, in the order of the request. Refusals are per photo.',
    request: { requestBody: json(uploadGrantsRequest) },
    response: uploadGrantsResponse,
    errors: [...STORAGE],
  },
  parts: {
    summary: 'Says which parts of a photo have arrived, and gives a URL for each that has not.',
    request: { requestParams: { path: photoIdParams }, requestBody: json(partsRequest) },
    response: partsResponse,
    errors: [
      'PHOTO_NOT_FOUND',
      'PHOTO_NOT_IN_PARTS',
      'PHOTO_NOT_AS_GRANTED',
      'PHOTO_DELETED',
      'QUOTA_EXCEEDED',
      'DAILY_QUOTA_EXCEEDED',
      ...STORAGE,
    ],
  },
  confirm: {
    summary: 'Checks what arrived, photo by photo, in the order of the request. Idempotent; answers within 10 seconds.',
    request: { requestBody: json(confirmationsRequest) },
    response: confirmationsResponse,
    errors: [...STORAGE],
  },
  gallery: {
    summary: 'Ready photos: newest pick first, in picked order inside a pick.',
    request: { requestParams: { query: photoPageQuery } },
    response: photoPage,
    errors: [...STORAGE],
  },
  photo: {
    summary: 'One photo in any status.',
    request: { requestParams: { path: photoIdParams } },
    response: photo,
    errors: ['PHOTO_NOT_FOUND', ...STORAGE],
  },
  deletePhoto: {
    summary: 'Deletes a photo with its bytes. Idempotent.',
    request: { requestParams: { path: photoIdParams } },
    errors: ['PHOTO_NOT_FOUND', ...STORAGE],
  },
  editPhoto: {
    summary: 'Processes a stored photo into a new one. The same request gives the same photo.',
    request: { requestParams: { path: photoIdParams }, requestBody: json(editRequest) },
    response: photo,
    errors: [
      'PHOTO_NOT_FOUND',
      'PHOTO_NOT_UPLOADED',
      'PHOTO_NOT_AS_GRANTED',
      'PHOTO_DELETED',
      'PHOTO_TOO_LARGE',
      'PHOTO_TOO_MANY_PIXELS',
      'PHOTO_DAMAGED',
      'PHOTO_ANIMATED',
      'EDIT_OUT_OF_BOUNDS',
      'EDIT_TIMEOUT',
      'EDIT_BUSY',
      'EDIT_UNAVAILABLE',
      'EDIT_UNAVAILABLE',
      'QUOTA_EXCEEDED',
      'DAILY_QUOTA_EXCEEDED',
      ...STORAGE,
    ],
  },
  fileLinks: {
    summary: 'Links to the stored bytes, photo by photo, in the order of the request.',
    request: { requestBody: json(fileLinksRequest) },
    response: fileLinksResponse,
    errors: [...STORAGE],
  },
  deleteAccount: {
    summary: 'Deletes the account with all its photos.',
    errors: [...STORAGE],
  },
  webLogin: {
    summary: 'Sends the browser of the web page to WeChat, to log in.',
    request: { requestParams: { query: webLoginQuery } },
    response: 'redirect',
    errors: ['ORIGIN_NOT_ALLOWED', 'WEB_PAGE_UNAVAILABLE'],
  },
  webLoginCallback: {
    summary: 'Where WeChat sends the browser: on to the page, with webCode or webLoginError in the fragment.',
    request: { requestParams: { query: webLoginCallbackQuery } },
    response: 'redirect',
    errors: ['LOGIN_CODE_INVALID', 'WEB_PAGE_UNAVAILABLE'],
  },
  jsSdkConfig: {
    summary: 'Signs the address of a page for wx.config of the JS-SDK.',
    request: { requestParams: { query: jsSdkConfigQuery } },
    response: jsSdkConfig,
    errors: ['ORIGIN_NOT_ALLOWED', 'WEB_PAGE_UNAVAILABLE', 'WECHAT_UNAVAILABLE'],
  },
  ingests: {
    summary: 'Brings pictures that the JS-SDK gave to WeChat home. Repeated, it tells how far each is.',
    request: { requestBody: json(ingestsRequest) },
    response: ingestsResponse,
    status: 202,
    errors: ['WEB_PAGE_UNAVAILABLE', 'QUOTA_EXCEEDED', 'DAILY_QUOTA_EXCEEDED', ...STORAGE],
  },
  ingest: {
    summary: 'How far one of them is.',
    request: { requestParams: { path: z.strictObject({ ingestId: z.string() }) } },
    response: ingest,
    errors: ['INGEST_NOT_FOUND', 'WEB_PAGE_UNAVAILABLE', ...STORAGE],
  },
}

const WITHOUT_TOKEN = new Set<RouteName>(['login', 'webLogin', 'webLoginCallback'])

const EVERY_ROUTE: ErrorCode[] = ['REQUEST_INVALID', 'RATE_LIMITED', 'INTERNAL', 'NOT_READY']
const EVERY_BODY: ErrorCode[] = ['REQUEST_TOO_LARGE', 'REQUEST_TYPE_UNSUPPORTED']

function clientPaths(): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {}
  for (const [name, { method, path }] of Object.entries(ROUTES)) {
    const openapiPath = path.replace(/:(\w+)/g, '{$1}')
    const operation = clientOperation(name as RouteName)
    paths[openapiPath] = { ...paths[openapiPath], [method.toLowerCase()]: operation }
  }
  return paths
}

function clientOperation(name: RouteName): ZodOpenApiOperationObject {
  const { summary, request, response, errors, status = 200 } = ROUTE_DESCRIPTIONS[name]
  const guarded: ErrorCode[] = WITHOUT_TOKEN.has(name) ? [] : ['AUTH_TOKEN_INVALID']
  const body = request?.requestBody === undefined ? [] : EVERY_BODY
  return {
    operationId: name,
    summary,
    ...(WITHOUT_TOKEN.has(name) ? {} : { security: [{ [AUTH_TOKEN]: [] }] }),
    ...request,
    responses: {
      ...success(response, status),
      ...errorAnswers([...EVERY_ROUTE, ...body, ...guarded, ...errors]),
    },
  }
}

function success(response: RouteDescription['response'], status: 200 | 202): ZodOpenApiOperationObject['responses'] {
  if (response === undefined) return { '204': { description: 'Done.' } }
  if (response === 'redirect') return { '302': { description: 'The way on.' } }
  return { [`${status}`]: answer('The answer.', response) }
}

/** One answer for each status, naming its codes. */
function errorAnswers(codes: readonly ErrorCode[]): ZodOpenApiOperationObject['responses'] {
  const byStatus = Map.groupBy(codes, (code) => String(ERRORS[code].status))
  return Object.fromEntries(
    [...byStatus].map(([status, ofStatus]) => [status, answer(ofStatus.join(', '), errorEnvelope)]),
  )
}

const alive = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Alive' })

const OPERATIONS_PATHS: ZodOpenApiPathsObject = {
  '/healthz': {
    get: { operationId: 'health', summary: 'The process answers.', responses: { '200': answer('It does.', alive) } },
  },
  '/readyz': {
    get: {
      operationId: 'ready',
      summary: 'Database and bucket answer.',
      responses: { '200': answer('They do.', alive), ...errorAnswers(['NOT_READY']) },
    },
  },
  '/metrics': {
    get: {
      operationId: 'metrics',
      summary: 'Counts for Prometheus. Not public.',
      responses: { '200': { description: 'The counts.', content: { 'text/plain': { schema: z.string() } } } },
    },
  },
  '/openapi.json': {
    get: {
      operationId: 'openapi',
      summary: 'This document. Not public.',
      responses: {
        '200': { description: 'The document.', content: { 'application/json': { schema: z.looseObject({}) } } },
      },
    },
  },
}

function json(schema: z.ZodType) {
  return { required: true, content: { 'application/json': { schema } } }
}

function answer(description: string, schema: z.ZodType) {
  return { description, content: { 'application/json': { schema } } }
}

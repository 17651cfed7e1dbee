import { sendEmpty, sendXml } from './answer.js'
import { CosError } from './cos-error.js'
import type { AuthorizedExchange, CosService, Exchange } from './exchange.js'
import { headerOf } from './request-header.js'
import type { CorsRule } from './store/object-store.js'
import { childrenOf, readXmlBody, textOf, type XmlNode } from './xml-body.js'

const RULES_MAX = 100
const METHODS = new Set(['GET', 'PUT', 'POST', 'DELETE', 'HEAD'])

/** A preflight needs no signature. @see https://cloud.tencent.com/document/product/436/8288 (OPTIONS Object) */
export function answerPreflight({ request, response, service }: Exchange): void {
  const origin = request.headers.origin
  const method = headerOf(request.headers, 'access-control-request-method')
  if (origin === undefined || method === undefined) {
    throw new CosError('InvalidRequest', 'A preflight needs Origin and Access-Control-Request-Method.')
  }
  const headerNames = (headerOf(request.headers, 'access-control-request-headers') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
  const rule = service.store.getCorsRules()?.find((candidate) => allows(candidate, { origin, method, headerNames }))
  if (!rule) {
    throw new CosError(
      'AccessForbidden',
      'CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Requet-Headers are not whitelisted by the resource CORS spec.',
    )
  }
  sendEmpty(response, 200, {
    ...originHeaders(rule, origin),
    'Access-Control-Allow-Methods': rule.allowedMethods.join(','),
    ...(headerNames.length > 0 && { 'Access-Control-Allow-Headers': headerNames.join(',') }),
    ...(rule.maxAgeSeconds !== undefined && { 'Access-Control-Max-Age': String(rule.maxAgeSeconds) }),
  })
}

type AskedByPage = Pick<Exchange, 'request' | 'response' | 'method'> & { service: Pick<CosService, 'store'> }

/** Gives an answer the headers of the rule that its Origin meets, so that a page may read it, refusals included. */
export function setCorsHeaders({ request, response, method, service }: AskedByPage): void {
  const { origin } = request.headers
  if (origin === undefined) return
  const rule = service.store.getCorsRules()?.find((candidate) => allows(candidate, { origin, method, headerNames: [] }))
  if (!rule) return
  for (const [name, value] of Object.entries(originHeaders(rule, origin))) response.setHeader(name, value)
}

/** @see https://cloud.tencent.com/document/product/436/8279 (PUT Bucket cors) */
export async function putBucketCors(exchange: AuthorizedExchange): Promise<void> {
  const rules = childrenOf(await readXmlBody(exchange, 'CORSConfiguration'), 'CORSRule').map(parseRule)
  if (rules.length === 0 || rules.length > RULES_MAX) throw malformed(`a configuration has 1 to ${RULES_MAX} rules`)
  exchange.service.store.setCorsRules(rules)
  sendEmpty(exchange.response, 200)
}

/** @see https://cloud.tencent.com/document/product/436/8274 (GET Bucket cors) */
export function getBucketCors({ service, response }: AuthorizedExchange): void {
  const rules = service.store.getCorsRules()
  if (!rules) throw new CosError('NoSuchCORSConfiguration', 'The CORS configuration does not exist.')
  sendXml(response, 'CORSConfiguration', {
    CORSRule: rules.map((rule) => ({
      ID: rule.id,
      AllowedOrigin: rule.allowedOrigins,
      AllowedMethod: rule.allowedMethods,
      AllowedHeader: rule.allowedHeaders,
      ExposeHeader: rule.exposeHeaders,
      MaxAgeSeconds: rule.maxAgeSeconds,
    })),
  })
}

export function deleteBucketCors({ service, response }: AuthorizedExchange): void {
  service.store.setCorsRules(undefined)
  sendEmpty(response, 204)
}

function allows(rule: CorsRule, asked: { origin: string; method: string; headerNames: string[] }): boolean {
  return (
    rule.allowedOrigins.some((pattern) => matchesWildcard(pattern, asked.origin)) &&
    rule.allowedMethods.includes(asked.method) &&
    asked.headerNames.every((name) =>
      rule.allowedHeaders.some((pattern) => matchesWildcard(pattern.toLowerCase(), name)),
    )
  )
}

function originHeaders(rule: CorsRule, origin: string): Record<string, string> {
  const expose: Record<string, string> =
    rule.exposeHeaders.length > 0 ? { 'Access-Control-Expose-Headers': rule.exposeHeaders.join(',') } : {}
  if (rule.allowedOrigins.includes('*')) return { 'Access-Control-Allow-Origin': '*', ...expose }
  return { 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Credentials': 'true', ...expose }
}

/** At most one `*`, which stands for any text. */
function matchesWildcard(pattern: string, text: string): boolean {
  const [before = '', after] = pattern.split('*')
  if (after === undefined) return pattern === text
  return text.length >= pattern.length - 1 && text.startsWith(before) && text.endsWith(after)
}

function parseRule(node: XmlNode): CorsRule {
  const texts = (name: string) => childrenOf(node, name).map((child) => (typeof child === 'string' ? child : ''))
  const id = textOf(node, 'ID')
  const maxAge = textOf(node, 'MaxAgeSeconds')
  const rule: CorsRule = {
    ...(id !== undefined && { id }),
    allowedOrigins: texts('AllowedOrigin'),
    allowedMethods: texts('AllowedMethod'),
    allowedHeaders: texts('AllowedHeader'),
    exposeHeaders: texts('ExposeHeader'),
    ...(maxAge !== undefined && { maxAgeSeconds: Number(maxAge) }),
  }
  if (rule.allowedOrigins.length === 0) throw malformed('a rule needs an AllowedOrigin')
  if (rule.allowedOrigins.some((origin) => origin === '' || origin.split('*').length > 2)) {
    throw malformed('an AllowedOrigin has at most one *')
  }
  if (rule.allowedMethods.length === 0 || !rule.allowedMethods.every((method) => METHODS.has(method))) {
    throw malformed('a rule needs AllowedMethods out of GET, PUT, POST, DELETE and HEAD')
  }
  if (rule.exposeHeaders.some((name) => name.includes('*'))) throw malformed('an ExposeHeader has no *')
  if (rule.maxAgeSeconds !== undefined && !(Number.isInteger(rule.maxAgeSeconds) && rule.maxAgeSeconds >= 0)) {
    throw malformed('MaxAgeSeconds is a number of seconds')
  }
  return rule
}

function malformed(reason: string): CosError {
  return new CosError('MalformedXML', `The CORS configuration is not valid: ${reason}.`)
}

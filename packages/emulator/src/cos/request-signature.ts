import { createHash, createHmac } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { CosError } from './cos-error.js'
import type { Query } from './query.js'
import { headerOf } from './request-header.js'
import { headerText, urlDecode, urlEncode } from './url-encoding.js'

/** The members of an Authorization value, wherever it travels. */
export interface RequestSignature {
  secretId: string
  /** `<start>;<end>` in Unix seconds: covers the request. */
  signTime: string
  /** `<start>;<end>` in Unix seconds: the sign key is made of it. */
  keyTime: string
  /** Names as they stand in the lists: lower case, percent-encoded. */
  headerList: string[]
  parameterList: string[]
  signature: string
}

/** What a signature is about. */
export interface SignedRequest {
  method: string
  /** Decoded, starting with `/`. */
  path: string
  query: Query
  headers: IncomingHttpHeaders
}

/** A signature and the texts that it was made from; COS shows them when a signature is wrong. */
export interface SignatureParts {
  httpString: string
  stringToSign: string
  signature: string
}

/**
 * Finds the signature of a request: header `Authorization`, else the `q-*` parameters, else the older parameter `sign`.
 *
 * @returns undefined for an anonymous request
 * @throws CosError InvalidArgument when there is one that cannot be read
 * @see https://cloud.tencent.com/document/product/436/7778 (request signature)
 */
export function findSignature(headers: IncomingHttpHeaders, query: Query): RequestSignature | undefined {
  if (headers.authorization) return parseAuthorization(headers.authorization)
  if (query.has('q-signature') || query.has('q-ak')) return signatureFrom((name) => query.get(name))
  const sign = query.get('sign')
  // «unconfirmed» for `q-` signatures; the SDKs write it only for others.
  return sign === undefined ? undefined : parseAuthorization(sign)
}

/**
 * Reads `q-sign-algorithm=sha1&q-ak=…&q-signature=…`, whose values are not percent-encoded.
 * @throws CosError InvalidArgument
 */
export function parseAuthorization(text: string): RequestSignature {
  const members = new Map<string, string>()
  for (const member of text.trim().split('&')) {
    const separator = member.indexOf('=')
    if (separator > 0) members.set(member.slice(0, separator), member.slice(separator + 1))
  }
  return signatureFrom((name) => members.get(name))
}

/** The signature that `request` must have, over exactly the headers and parameters that the lists of `signed` name. */
export function computeSignature(
  request: SignedRequest,
  signed: Pick<RequestSignature, 'signTime' | 'keyTime' | 'headerList' | 'parameterList'>,
  secretKey: string,
): SignatureParts {
  const parameters = new Map(request.query.entries().map(([name, value]) => [listName(name), value]))
  const httpParameters = canonicalList(signed.parameterList, (name) => parameters.get(name))
  const httpHeaders = canonicalList(signed.headerList, (name) => headerValue(request.headers, name))
  const httpString = `${request.method.toLowerCase()}\n${request.path}\n${httpParameters}\n${httpHeaders}\n`
  const stringToSign = `sha1\n${signed.signTime}\n${sha1(httpString)}\n`
  return { httpString, stringToSign, signature: hmacSha1(computeSignKey(secretKey, signed.keyTime), stringToSign) }
}

/** 40 hex characters; used as text, never as 20 bytes. */
export function computeSignKey(secretKey: string, keyTime: string): string {
  return hmacSha1(secretKey, keyTime)
}

export function hmacSha1(key: string, text: string): string {
  return createHmac('sha1', key).update(text).digest('hex')
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}

function signatureFrom(member: (name: string) => string | undefined): RequestSignature {
  const need = (name: string): string => {
    const value = member(name)
    if (value === undefined) throw malformed(`${name} is missing`)
    return value
  }
  if (need('q-sign-algorithm') !== 'sha1') throw malformed('q-sign-algorithm must be sha1')
  return {
    secretId: need('q-ak'),
    signTime: need('q-sign-time'),
    keyTime: need('q-key-time'),
    headerList: parseList(need('q-header-list')),
    parameterList: parseList(need('q-url-param-list')),
    signature: need('q-signature'),
  }
}

// Code and status of an Authorization that cannot be read are «unconfirmed».
function malformed(reason: string): CosError {
  return new CosError('InvalidArgument', `Authorization is malformed: ${reason}`)
}

function parseList(list: string): string[] {
  return list.split(';').filter((name) => name !== '')
}

/** How a parameter's name stands in `q-url-param-list`. */
function listName(name: string): string {
  return urlEncode(name).toLowerCase()
}

function headerValue(headers: IncomingHttpHeaders, encodedName: string): string | undefined {
  const text = headerOf(headers, urlDecode(encodedName) ?? encodedName)
  return text === undefined ? undefined : headerText(text)
}

/** Sorted `name=value` pairs. What is listed and not there stands without `=`, so that the signature cannot match. */
function canonicalList(names: string[], find: (name: string) => string | undefined): string {
  const pairs = [...new Set(names)].sort().map((name) => {
    const value = find(name)
    return value === undefined ? name : `${name}=${urlEncode(value)}`
  })
  return pairs.join('&')
}

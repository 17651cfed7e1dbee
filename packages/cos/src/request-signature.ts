import { hash } from 'node:crypto'
import { hmacSha1 } from './sign-key.js'
import { urlEncode } from './url-encode.js'

/** What a signature binds; anything left out can be changed by whoever holds the signature. */
export interface SignableRequest {
  method: 'get' | 'put' | 'post' | 'delete' | 'head'
  /** Decoded, with its leading slash. */
  pathname: string
  /** Query parameters; one without a value has the value `''`. */
  parameters: Readonly<Record<string, string>>
  headers: Readonly<Record<string, string>>
}

/** The three parts of an authorization that depend on the request. */
export interface RequestSignature {
  /** `q-header-list` */
  headerList: string
  /** `q-url-param-list` */
  urlParamList: string
  /** `q-signature` */
  signature: string
}

/**
 * Signs a request to the XML API; not for POST Object, whose form has a signature of its own.
 *
 * @see https://cloud.tencent.com/document/product/436/7778
 */
export function signRequest(
  request: SignableRequest,
  { keyTime, signKey }: { keyTime: string; signKey: string },
): RequestSignature {
  const parameters = canonical(request.parameters)
  const headers = canonical(request.headers)
  const httpString = `${request.method}\n${request.pathname}\n${parameters.pairs}\n${headers.pairs}\n`
  const stringToSign = `sha1\n${keyTime}\n${hash('sha1', httpString)}\n`

  return { headerList: headers.names, urlParamList: parameters.names, signature: hmacSha1(signKey, stringToSign) }
}

function canonical(values: Readonly<Record<string, string>>): { names: string; pairs: string } {
  const entries = Object.entries(values)
    .map(([name, value]) => ({ name: urlEncode(name).toLowerCase(), value: urlEncode(value) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))

  return {
    names: entries.map(({ name }) => name).join(';'),
    pairs: entries.map(({ name, value }) => `${name}=${value}`).join('&'),
  }
}

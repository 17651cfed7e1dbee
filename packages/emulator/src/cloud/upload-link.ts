import { Query } from '../cos/query.js'
import { computeSignature } from '../cos/request-signature.js'
import type { TemporaryKeys } from '../cos/temporary-keys.js'
import { urlEncodeKey } from '../cos/url-encoding.js'
import type { CloudEnvironment } from './cloud-environment.js'

const UPLOAD_SECONDS = 900

export interface UploadLinkRequest {
  environment: CloudEnvironment
  /** What the service signs and names. */
  path: string
  /** Further keys that the form may hold. */
  alsoKeys: readonly string[]
  temporaryKeys: TemporaryKeys
  /** Without a slash at its end. */
  origin: string
  nowMs: number
}

/** What a form upload to the environment's bucket needs, for 15 minutes: the members of the answer of `tcb/uploadfile`. */
export interface UploadLink {
  url: string
  token: string
  authorization: string
}

/** Signs a form upload of one path, in path style, with empty lists of headers and parameters. */
export function signUploadLink(request: UploadLinkRequest): UploadLink {
  const { environment, path, alsoKeys, temporaryKeys, origin, nowMs } = request
  const { bucket, region } = environment
  const { credentials, startTime, expiredTime } = temporaryKeys.issue({
    // «unconfirmed» how the cloud binds the form's key to the path; the documents only say that they must be equal.
    stsPolicy: uploadPolicy({ bucket, region, keys: [path, ...alsoKeys] }),
    durationSeconds: UPLOAD_SECONDS,
    nowMs,
  })
  const time = `${startTime};${expiredTime}`
  const lists = { signTime: time, keyTime: time, headerList: [], parameterList: [] }
  const signed = { method: 'post', path: `/${bucket}/${path}`, query: Query.parse(''), headers: {} }
  const { signature } = computeSignature(signed, lists, credentials.tmpSecretKey)
  return {
    url: `${origin}/${bucket}/${urlEncodeKey(path)}`,
    token: credentials.sessionToken,
    authorization: [
      'q-sign-algorithm=sha1',
      `q-ak=${credentials.tmpSecretId}`,
      `q-sign-time=${time}`,
      `q-key-time=${time}`,
      'q-header-list=',
      'q-url-param-list=',
      `q-signature=${signature}`,
    ].join('&'),
  }
}

function uploadPolicy({ bucket, region, keys }: { bucket: string; region: string; keys: readonly string[] }): object {
  const appid = bucket.slice(bucket.lastIndexOf('-') + 1)
  const resource = keys.map((key) => `qcs::cos:${region}:uid/${appid}:${bucket}/${key}`)
  return { version: '2.0', statement: [{ effect: 'allow', action: ['name/cos:PostObject'], resource }] }
}

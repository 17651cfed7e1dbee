import { createHash } from 'node:crypto'
import { authorize } from './access-control.js'
import { sendEmpty } from './answer.js'
import { findKey, refuseOutsideTime, refuseWrongSignature } from './authentication.js'
import { parseContentMd5, refuseOtherMd5 } from './content-md5.js'
import { CosError } from './cos-error.js'
import type { Caller, Exchange } from './exchange.js'
import { readObjectAttributes } from './object-attributes.js'
import { refuseBadKey } from './object-key.js'
import { type FormFields, type FormFile, readPostForm } from './post-form.js'
import { type PostPolicy, parsePostPolicy, refuseUnmetLength, refuseUnmetPolicy } from './post-policy.js'
import { contentHeaders, type NewObject, storeObject } from './put-object.js'
import { checkReceived, limitBytes, UPLOAD_MAX_BYTES } from './receive-body.js'
import { computeSignKey, hmacSha1, parseAuthorization } from './request-signature.js'
import { urlEncode, urlEncodeKey } from './url-encoding.js'

/**
 * The form upload of browsers and `wx.uploadFile`. It carries its own authentication: a policy with its signature, or the
 * single field `Signature`. A field that no policy names is accepted.
 * @see https://cloud.tencent.com/document/product/436/14690 (POST Object)
 */
export async function postObject(exchange: Exchange): Promise<void> {
  const upload = await readPostForm(exchange.request, {
    onFile: (fields, file) => receiveFile(exchange, fields, file),
    undo: ({ content }) => exchange.service.store.discardContent(content),
  })
  storeObject(exchange, upload)
  answer(exchange, upload)
}

interface FormUpload extends NewObject {
  fields: FormFields
}

async function receiveFile(exchange: Exchange, sentFields: FormFields, file: FormFile): Promise<FormUpload> {
  const fields = withFinalKey(sentFields, file.filename)
  const key = fields.get('key') ?? ''
  const { caller, policy } = authenticateForm(exchange, fields)
  const values = {
    'cos:content-length': exchange.request.headers['content-length'],
    'cos:content-type': exchange.request.headers['content-type'],
    'cos:x-cos-acl': fields.get('acl') ?? fields.get('x-cos-acl'),
    'cos:x-cos-storage-class': fields.get('x-cos-storage-class'),
  }
  authorize(exchange, caller, { action: 'PostObject', key, values })
  refuseBadKey(key)
  const attributes = readObjectAttributes(attributeEntries(fields))
  const contentMd5 = parseContentMd5(fields.get('content-md5'))

  const content = await exchange.service.store.writeContent(limitBytes(file.bytes, UPLOAD_MAX_BYTES))
  checkReceived(exchange.service.store, content, () => {
    if (policy) refuseUnmetLength(policy, content.byteLength)
    refuseOtherMd5(contentMd5, content.md5)
  })
  return { key, attributes, content, fields }
}

/** `${filename}` is replaced before the policy is judged. */
function withFinalKey(fields: FormFields, filename: string): FormFields {
  const key = fields.get('key')
  if (key === undefined) throw new CosError('InvalidArgument', 'Bucket POST must contain a field named key.')
  // biome-ignore lint/suspicious/noTemplateCurlyInString: COS's own placeholder
  return new Map(fields).set('key', key.replaceAll('${filename}', filename))
}

/** The form calls the ACL `acl`; that COS also takes `x-cos-acl` is «unconfirmed», and the more dangerous assumption. */
function attributeEntries(fields: FormFields): [string, string][] {
  const acl = fields.get('acl')
  return acl === undefined ? [...fields] : [...fields, ['x-cos-acl', acl]]
}

function authenticateForm(exchange: Exchange, fields: FormFields): { caller: Caller; policy?: PostPolicy } {
  const policyField = fields.get('policy')
  if (policyField !== undefined) return authenticatePolicy(exchange, fields, policyField)
  const signature = fields.get('signature')
  if (signature !== undefined) return { caller: authenticateSignatureField(exchange, fields, signature) }
  return { caller: { kind: 'anonymous' } }
}

function authenticatePolicy(
  exchange: Exchange,
  fields: FormFields,
  policyField: string,
): { caller: Caller; policy: PostPolicy } {
  const { 'q-ak': secretId, 'q-key-time': keyTime, 'q-signature': signature, ...rest } = Object.fromEntries(fields)
  if (
    secretId === undefined ||
    keyTime === undefined ||
    signature === undefined ||
    rest['q-sign-algorithm'] !== 'sha1'
  ) {
    throw new CosError('AccessDenied', 'A policy needs q-sign-algorithm, q-ak, q-key-time and q-signature.')
  }
  const { caller, secretKey } = findKey(exchange, secretId, fields.get('x-cos-security-token'))
  // The signature covers the bytes that were Base64-encoded, not what they mean.
  const policyBytes = Buffer.from(policyField, 'base64')
  const stringToSign = createHash('sha1').update(policyBytes).digest('hex')
  if (hmacSha1(computeSignKey(secretKey, keyTime), stringToSign) !== signature) {
    throw new CosError('SignatureDoesNotMatch', 'The Signature you specified is invalid.', {
      StringToSign: stringToSign,
    })
  }
  const policy = parsePostPolicy(policyBytes.toString('utf8'))
  refuseUnmetPolicy({ policy, fields, bucket: exchange.service.bucket, nowMs: exchange.nowMs })
  refuseOutsideTime(exchange, keyTime)
  return { caller, policy }
}

/** An ordinary Authorization text for `POST`, over the real headers. The key is in the form, so the signature does not cover it. */
function authenticateSignatureField(exchange: Exchange, fields: FormFields, authorization: string): Caller {
  const signature = parseAuthorization(authorization)
  const { caller, secretKey } = findKey(exchange, signature.secretId, fields.get('x-cos-security-token'))
  refuseOutsideTime(exchange, signature.keyTime)
  refuseOutsideTime(exchange, signature.signTime)

  const { request, target, service } = exchange
  const signedRequest = { method: 'post', query: target.query, headers: request.headers }
  // In path style it is «unconfirmed» which of the three the signature covers.
  const paths: [string, ...string[]] = ['/']
  if (target.addressing === 'path-style') paths.push(`/${service.bucket}/`, target.path)
  refuseWrongSignature({ signedRequest, paths, signature, secretKey })
  return caller
}

function answer({ request, response, service }: Exchange, { key, content, fields }: FormUpload): void {
  const headers = contentHeaders(content)
  const redirect = fields.get('success_action_redirect')
  if (redirect !== undefined && URL.canParse(redirect)) {
    const separator = redirect.includes('?') ? '&' : '?'
    const parameters = `bucket=${urlEncode(service.bucket)}&key=${urlEncode(key)}&etag=${urlEncode(`"${content.md5}"`)}`
    sendEmpty(response, 303, { ...headers, Location: new URL(`${redirect}${separator}${parameters}`).href })
    return
  }
  const asked = Number(fields.get('success_action_status'))
  // The current page says that the body is empty, for 201 as well; an older one shows XML. «unconfirmed»
  const status = asked === 200 || asked === 201 ? asked : 204
  sendEmpty(response, status, { ...headers, Location: `http://${request.headers.host}/${urlEncodeKey(key)}` })
}

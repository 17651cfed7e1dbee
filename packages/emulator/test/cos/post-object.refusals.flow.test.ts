import { afterAll, beforeAll } from '@jest/globals'
import { follows } from '../follows.js'
import { type FormPart, filePart, formBody, type PolicyForm, policyFields, sendForm } from './form-upload.js'
import { keyTimeAt, PERMANENT_KEY, send, sign } from './raw-request.js'
import { md5Base64, refuses } from './refusal.js'
import { BUCKET, startTestBucket, type TestBucket } from './test-bucket.js'

let bucket: TestBucket

beforeAll(async () => {
  bucket = await startTestBucket()
})

afterAll(() => bucket.close())

follows('COS 14690, POST Object', { seenOnRealService: 'never' }, () => {
  /** A form that would be accepted, then changed. */
  const form =
    (options: PolicyForm = {}, change: (parts: FormPart[]) => FormPart[] = (parts) => parts) =>
    () => {
      const parts = [...policyFields(bucket.nowMs(), options), filePart('12345')]
      return sendForm(bucket, change(parts))
    }
  const withField = (name: string, value: string) => (parts: FormPart[]) =>
    parts.map((part) => (part.name === name ? { ...part, value } : part))
  const withoutField = (name: string) => (parts: FormPart[]) => parts.filter((part) => part.name !== name)
  const moved = (name: string) => (parts: FormPart[]) => [
    ...parts.filter((part) => part.name !== name),
    ...parts.filter((part) => part.name === name),
  ]
  const fields = {
    key: 'incoming/a.jpg',
    'Content-Type': 'image/jpeg',
    acl: 'private',
    'x-cos-storage-class': 'STANDARD',
    success_action_status: '200',
  }
  const length = (min: unknown, max: unknown) => ({ moreConditions: [['content-length-range', min, max]] })
  const nowSeconds = () => Math.floor(bucket.nowMs() / 1000)
  const policyText = (text: string) => form({ policyText: text })
  const body = (bytes: Buffer | string, headers: Record<string, string>) => () =>
    send(bucket, { method: 'POST', target: '/', headers, body: bytes })
  const multipart = 'multipart/form-data; boundary=----photolift-test-boundary'

  refuses([
    ['a file one byte longer than the policy says', 400, 'EntityTooLarge', form(length(4, 4))],
    ['a file one byte shorter than the policy says', 400, 'EntityTooSmall', form(length(6, 6))],
    ['another key than the policy says', 403, 'AccessDenied', form({ fields }, withField('key', 'incoming/b.jpg'))],
    [
      'another type than the policy says',
      403,
      'AccessDenied',
      form({ fields }, withField('Content-Type', 'text/html')),
    ],
    ['another ACL than the policy says', 403, 'AccessDenied', form({ fields }, withField('acl', 'public-read'))],
    [
      'another storage class than the policy says',
      403,
      'AccessDenied',
      form({ fields }, withField('x-cos-storage-class', 'ARCHIVE')),
    ],
    [
      'another success status than the policy says',
      403,
      'AccessDenied',
      form({ fields }, withField('success_action_status', '204')),
    ],
    ['a named field left out', 403, 'AccessDenied', form({ fields }, withoutField('acl'))],
    [
      'a file name that leads out of the prefix',
      403,
      'AccessDenied',
      form({ fields: {}, moreConditions: [['starts-with', '$key', 'u/1001/']] }, (parts) => [
        // biome-ignore lint/suspicious/noTemplateCurlyInString: COS's own placeholder
        { name: 'key', value: '${filename}' },
        ...parts,
      ]),
    ],
    ['a policy for another bucket', 403, 'AccessDenied', form({ moreConditions: [{ bucket: 'other-1250000000' }] })],
    ['a policy for another key pair', 403, 'AccessDenied', form({ moreConditions: [{ 'q-ak': 'AKIDother' }] })],
    ['a policy for another time', 403, 'AccessDenied', form({ moreConditions: [{ 'q-sign-time': '1;2' }] })],
    ['a policy that has expired', 403, 'AccessDenied', form({ expiration: '2020-01-01T00:00:00.000Z' })],
    [
      'a key time that has ended',
      403,
      'AccessDenied',
      () => form({ keyTime: `${nowSeconds() - 900};${nowSeconds() - 1}` })(),
    ],
    [
      'a policy edited after signing',
      403,
      'SignatureDoesNotMatch',
      form({ fields }, withField('policy', Buffer.from('{}').toString('base64'))),
    ],
    [
      'a policy signed with another secret',
      403,
      'SignatureDoesNotMatch',
      form({ key: { ...PERMANENT_KEY, secretKey: 'guessed' } }),
    ],
    [
      'a policy signed by nobody',
      403,
      'InvalidAccessKeyId',
      form({ key: { ...PERMANENT_KEY, secretId: 'AKIDnobody' } }),
    ],
    ['a policy without its signature', 403, 'AccessDenied', form({}, withoutField('q-signature'))],
    ['a policy dropped from the form', 403, 'AccessDenied', form({}, withoutField('policy'))],
    ['a policy that is no JSON', 400, 'InvalidPolicyDocument', policyText('{')],
    [
      'a policy without conditions',
      400,
      'InvalidPolicyDocument',
      policyText('{"expiration":"2999-01-01T00:00:00Z","conditions":[]}'),
    ],
    ['a policy without an expiration', 400, 'InvalidPolicyDocument', policyText('{"conditions":[{"key":"a"}]}')],
    ['a policy that names no key pair', 400, 'InvalidPolicyDocument', form({ conditions: [{ bucket: BUCKET }] })],
    [
      'a condition whose value is a number',
      400,
      'InvalidPolicyDocument',
      form({ moreConditions: [{ success_action_status: 200 }] }),
    ],
    [
      'a prefix condition on an exact field',
      400,
      'InvalidPolicyDocument',
      form({ moreConditions: [['starts-with', '$success_action_status', '2']] }),
    ],
    [
      'a condition of an unknown kind',
      400,
      'InvalidPolicyDocument',
      form({ moreConditions: [['ends-with', '$key', '.jpg']] }),
    ],
    ['a length range the wrong way round', 400, 'InvalidPolicyDocument', form(length(6, 4))],
    ['a length range of texts', 400, 'InvalidPolicyDocument', form(length('1', '9'))],
    [
      'a Content-MD5 of other bytes',
      400,
      'BadDigest',
      form({}, (parts) => [{ name: 'Content-MD5', value: md5Base64('other') }, ...parts]),
    ],
    [
      'a Content-MD5 that is none',
      400,
      'InvalidDigest',
      form({}, (parts) => [{ name: 'Content-MD5', value: 'md5' }, ...parts]),
    ],
    ['no key', 400, 'InvalidArgument', form({ fields: {} })],
    ['a key of 851 bytes', 400, 'KeyTooLong', form({ fields: { key: 'k'.repeat(851) } })],
    ['a key that begins with a slash', 400, 'InvalidObjectName', form({ fields: { key: '/a' } })],
    ['an ACL that does not exist', 400, 'InvalidArgument', form({ fields: { ...fields, acl: 'public' } })],
    [
      'a line break in a field that becomes a header',
      400,
      'InvalidArgument',
      form({ fields: { ...fields, 'x-cos-meta-name': 'a\r\nX-Injected: 1' } }),
    ],
    [
      'metadata with an underscore in its name',
      400,
      'InvalidArgument',
      form({ fields: { ...fields, 'x-cos-meta-a_b': '1' } }),
    ],
    [
      'more than 2 KB of metadata',
      400,
      'MetadataTooLarge',
      form({ fields: { ...fields, 'x-cos-meta-a': 'x'.repeat(2048) } }),
    ],
    ['no file', 400, 'IncorrectNumberOfFilesInPostRequest', form({}, withoutField('file'))],
    ['two files', 400, 'IncorrectNumberOfFilesInPostRequest', form({}, (parts) => [...parts, filePart('second')])],
    [
      'a file under another name',
      400,
      'IncorrectNumberOfFilesInPostRequest',
      form({}, (parts) => [...parts.slice(0, -1), { name: 'photo', value: 'x', filename: 'a.jpg' }]),
    ],
    ['the signature after the file', 403, 'AccessDenied', form({}, moved('q-signature'))],
    ['the key after the file', 400, 'InvalidArgument', form({}, moved('key'))],
    [
      'a form that breaks off',
      400,
      'MalformedPOSTRequest',
      () =>
        body(formBody([...policyFields(bucket.nowMs()), filePart('12345')]).subarray(0, -30), {
          'Content-Type': multipart,
        })(),
    ],
    ['a form without a boundary', 400, 'MalformedPOSTRequest', body('x', { 'Content-Type': 'multipart/form-data' })],
    ['a body that is no form', 400, 'RequestIsNotMultiPartContent', body('{}', { 'Content-Type': 'application/json' })],
    [
      'a form without a length',
      411,
      'MissingContentLength',
      body('0\r\n\r\n', { 'Content-Type': multipart, 'Transfer-Encoding': 'chunked' }),
    ],
    [
      'a form posted to a key',
      405,
      'MethodNotAllowed',
      () => sendForm(bucket, [...policyFields(bucket.nowMs()), filePart('x')], { target: '/incoming/a.jpg' }),
    ],
    [
      'a Signature field made for a PUT',
      403,
      'SignatureDoesNotMatch',
      () => {
        const authorization = sign(
          { method: 'PUT', target: '/', headers: { Host: bucket.host } },
          { keyTime: keyTimeAt(bucket.nowMs()) },
        )
        return sendForm(bucket, [
          { name: 'key', value: 'a' },
          { name: 'Signature', value: authorization },
          filePart('x'),
        ])
      },
    ],
    [
      'a Signature field that has expired',
      403,
      'AccessDenied',
      () => {
        const authorization = sign(
          { method: 'POST', target: '/' },
          { keyTime: `${nowSeconds() - 900};${nowSeconds() - 1}` },
        )
        return sendForm(bucket, [
          { name: 'key', value: 'a' },
          { name: 'Signature', value: authorization },
          filePart('x'),
        ])
      },
    ],
  ])
})

// The least that can answer one `POST /v1/upload-grants` of one new photo: node:http with the service's own statements, raw and
// prepared, the same check of the token and the same signature. No validation, no quota, no log, no metrics.
import { createHmac, createSecretKey, hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import { DatabaseSync } from 'node:sqlite'
import type { UploadGrant, UploadGrantRequest, UploadGrantsResponse } from '@photolift/contracts'
import { AUTHORIZE_STATEMENTS } from './authorize-statements.ts'

const GRANT_TTL_SECONDS = 600

const secretKey = fromEnvironment('COS_SECRET_KEY')
const secretId = fromEnvironment('COS_SECRET_ID')
const bucket = fromEnvironment('COS_BUCKET')
const url = `${fromEnvironment('COS_ENDPOINT')}/`
const jwtKey = createSecretKey(fromEnvironment('JWT_SECRET'), 'utf8')

const database = new DatabaseSync(fromEnvironment('DATABASE_FILE'))
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
const begin = database.prepare(AUTHORIZE_STATEMENTS.begin)
const account = database.prepare(AUTHORIZE_STATEMENTS.account)
const byTask = database.prepare(AUTHORIZE_STATEMENTS.byTask)
const readyByContent = database.prepare(AUTHORIZE_STATEMENTS.readyByContent)
const pickTimes = database.prepare(AUTHORIZE_STATEMENTS.pickTimes)
const insert = database.prepare(AUTHORIZE_STATEMENTS.insert)
const save = database.prepare(AUTHORIZE_STATEMENTS.save)
const commit = database.prepare(AUTHORIZE_STATEMENTS.commit)

const server = createServer((request, response) => {
  if (request.url === '/healthz') return response.end('{"status":"ok"}')
  const chunks: Buffer[] = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const userId = verify(request.headers.authorization?.slice('Bearer '.length) ?? '')
    const { photos } = JSON.parse(Buffer.concat(chunks).toString()) as { photos: [UploadGrantRequest] }
    const text = JSON.stringify(authorize(userId, photos[0]))
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text)
  })
})
server.listen(Number(fromEnvironment('PORT')), '127.0.0.1')
process.once('SIGTERM', () => {
  server.close(() => database.close())
  server.closeAllConnections()
})

function fromEnvironment(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is missing.`)
  return value
}

function verify(token: string): string {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const expected = createHmac('sha256', jwtKey).update(`${header}.${payload}`).digest()
  if (JSON.parse(Buffer.from(header, 'base64url').toString()).alg !== 'HS256') throw new Error('another algorithm')
  if (!timingSafeEqual(expected, Buffer.from(signature, 'base64url'))) throw new Error('a forged token')
  const { sub, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString())
  if (exp * 1_000 < Date.now()) throw new Error('an expired token')
  return sub
}

function authorize(userId: string, photo: UploadGrantRequest): UploadGrantsResponse {
  const now = Date.now()
  const from = Math.floor(now / 1_000)
  const until = from + GRANT_TTL_SECONDS
  const expiresAt = new Date(until * 1_000).toISOString()
  const photoId = randomBytes(16).toString('hex')
  const key = `incoming/${userId}/${photoId}/${randomBytes(16).toString('hex')}`
  reserve({ userId, photo, photoId, key, now, heldUntil: until * 1_000 })
  const form = sign(key, photo, { keyTime: `${from};${until}`, expiresAt })
  const grant: UploadGrant = { kind: 'form', taskId: photo.taskId, photoId, key, expiresAt, ...form }
  return { serverTime: new Date(now).toISOString(), grants: [grant] }
}

interface Reservation {
  userId: string
  photo: UploadGrantRequest
  photoId: string
  key: string
  now: number
  heldUntil: number
}

function reserve({ userId, photo, photoId, key, now, heldUntil }: Reservation): void {
  const { taskId, pickId, position, byteLength, contentType, contentMd5 } = photo
  const today = Math.floor((now + 8 * 3_600_000) / 86_400_000)
  const galleryKey = now.toString(36).padStart(9, '0') + (9_999 - position) + photoId.slice(0, 10)
  begin.run()
  const { bytesHeld, photosOfDay, grantCalls } = account.get(userId) as Record<string, number>
  byTask.all(userId, taskId)
  readyByContent.all(userId, contentMd5, 'ready')
  pickTimes.all(userId, pickId)
  // biome-ignore format: in the order of the columns
  insert.run(
    photoId, userId, taskId, pickId, position, null, byteLength, contentType, contentMd5, 'pending',
    null, key, null, null, null, now, galleryKey, heldUntil, today,
  )
  const counters = [Number(bytesHeld) + byteLength, today, Number(photosOfDay) + 1]
  save.run(...counters, Math.floor(now / 60_000), Number(grantCalls) + 1, now, userId)
  commit.run()
}

/** The key that signs, of the last second: the service remembers it too. */
let signKey = { keyTime: '', key: '' }

function sign(
  key: string,
  { byteLength, contentType, contentMd5 }: UploadGrantRequest,
  { keyTime, expiresAt }: { keyTime: string; expiresAt: string },
) {
  if (signKey.keyTime !== keyTime) signKey = { keyTime, key: hmacSha1(secretKey, keyTime) }
  const policyJson = JSON.stringify({
    expiration: expiresAt,
    conditions: [
      { bucket },
      { key },
      ['content-length-range', byteLength, byteLength],
      { 'Content-Type': contentType },
      ...CONSTANT_CONDITIONS,
      { 'q-ak': secretId },
      { 'q-sign-time': keyTime },
    ],
  })
  const fields = {
    key,
    'Content-Type': contentType,
    'Content-MD5': Buffer.from(contentMd5, 'hex').toString('base64'),
    acl: 'private',
    'x-cos-storage-class': 'STANDARD',
    success_action_status: '200',
    policy: Buffer.from(policyJson).toString('base64'),
    'q-sign-algorithm': 'sha1',
    'q-ak': secretId,
    'q-key-time': keyTime,
    'q-signature': hmacSha1(signKey.key, hash('sha1', policyJson)),
  }
  return { url, fields, fileField: 'file' } as const
}

const CONSTANT_CONDITIONS = [
  { acl: 'private' },
  { 'x-cos-storage-class': 'STANDARD' },
  { success_action_status: '200' },
  { 'q-sign-algorithm': 'sha1' },
]

function hmacSha1(key: string, message: string): string {
  return createHmac('sha1', key).update(message).digest('hex')
}

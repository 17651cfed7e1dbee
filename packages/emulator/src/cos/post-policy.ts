import { CosError } from './cos-error.js'

/** What a signed form upload must fulfil. */
export interface PostPolicy {
  /** Unix seconds. */
  expiration: number
  fieldConditions: FieldCondition[]
  lengthRange?: { min: number; max: number }
}

interface FieldCondition {
  kind: 'eq' | 'starts-with'
  /** Lower case; whether COS minds the case is «not documented». */
  name: string
  value: string
}

/** All three bind a policy to the key pair and time that sign it. */
const REQUIRED = ['q-sign-algorithm', 'q-ak', 'q-sign-time']

/** Conditions of these names may be prefixes; of all others they are exact. */
const PREFIX_ALLOWED = new Set([
  'key',
  'acl',
  'cache-control',
  'content-type',
  'content-disposition',
  'content-encoding',
  'expires',
  'success_action_redirect',
])

/**
 * Reads the text of a policy.
 * @throws CosError InvalidPolicyDocument
 * @see https://cloud.tencent.com/document/product/436/14690 (POST Object, signature protection)
 */
export function parsePostPolicy(policyText: string): PostPolicy {
  const policy = parseJson(policyText)
  if (!isRecord(policy)) throw invalid('Policy is no JSON object.')
  const expirationMs = Date.parse(String(policy['expiration']))
  if (Number.isNaN(expirationMs)) throw invalid('Policy has no valid expiration.')
  const conditions = policy['conditions']
  if (!Array.isArray(conditions) || conditions.length === 0) {
    throw invalid('You must provide condition if you specify a policy in post object request.')
  }

  const ranges = conditions.filter(isLengthRange)
  const fieldConditions = conditions.filter((condition) => !isLengthRange(condition)).map(parseFieldCondition)
  for (const name of REQUIRED) {
    const exact = fieldConditions.some((condition) => condition.name === name && condition.kind === 'eq')
    if (!exact) throw invalid(`Policy has no condition for ${name}.`)
  }
  const lengthRange = intersect(ranges.map(parseLengthRange))
  return { expiration: expirationMs / 1000, fieldConditions, ...(lengthRange && { lengthRange }) }
}

export interface PolicyCheck {
  policy: PostPolicy
  /** Names in lower case; `key` is the final key. */
  fields: ReadonlyMap<string, string>
  bucket: string
  nowMs: number
}

/** Judges everything but the length, before the file's bytes are read. @throws CosError AccessDenied */
export function refuseUnmetPolicy({ policy, fields, bucket, nowMs }: PolicyCheck): void {
  const nowSeconds = Math.floor(nowMs / 1000)
  if (nowSeconds > policy.expiration) {
    throw new CosError(
      'AccessDenied',
      `You post object request has been expired, expiration time: ${Math.floor(policy.expiration)} but the time now : ${nowSeconds}`,
    )
  }
  for (const { kind, name, value } of policy.fieldConditions) {
    const actual = name === 'bucket' ? bucket : fields.get(FIELD_OF_CONDITION[name] ?? name)
    const met = kind === 'eq' ? actual === value : actual?.startsWith(value)
    if (!met) {
      const expected = name === 'bucket' ? `[${value}]` : value
      throw new CosError('AccessDenied', `Condition key ${name} doesn't match the value ${expected}`)
    }
  }
}

/** @throws CosError EntityTooSmall, EntityTooLarge */
export function refuseUnmetLength({ lengthRange }: PostPolicy, byteLength: number): void {
  const message = "Condition key content-length-range doesn't match the value "
  if (lengthRange && byteLength < lengthRange.min) throw new CosError('EntityTooSmall', message)
  if (lengthRange && byteLength > lengthRange.max) throw new CosError('EntityTooLarge', message)
}

/** The condition and the form have different names for the same value. */
const FIELD_OF_CONDITION: Record<string, string> = { 'q-sign-time': 'q-key-time' }

function parseFieldCondition(condition: unknown): FieldCondition {
  if (Array.isArray(condition)) {
    const [kind, variable, value] = condition as unknown[]
    if (
      typeof variable === 'string' &&
      variable.startsWith('$') &&
      typeof value === 'string' &&
      condition.length === 3
    ) {
      if (kind === 'eq') return { kind, name: variable.slice(1).toLowerCase(), value }
      if (kind === 'starts-with') return prefixCondition(variable.slice(1).toLowerCase(), value)
    }
    throw invalid(`Policy has a condition that cannot be read: ${JSON.stringify(condition)}`)
  }
  const [entry, ...others] = isRecord(condition) ? Object.entries(condition) : []
  if (entry === undefined || others.length > 0 || typeof entry[1] !== 'string') {
    throw invalid(`Policy has a condition that cannot be read: ${JSON.stringify(condition)}`)
  }
  return { kind: 'eq', name: entry[0].toLowerCase(), value: entry[1] }
}

function prefixCondition(name: string, value: string): FieldCondition {
  if (!PREFIX_ALLOWED.has(name) && !name.startsWith('x-cos-meta-')) {
    throw invalid(`Policy's condition for ${name} must be exact.`)
  }
  return { kind: 'starts-with', name, value }
}

function isLengthRange(condition: unknown): condition is unknown[] {
  return Array.isArray(condition) && condition[0] === 'content-length-range'
}

function parseLengthRange(condition: unknown[]): { min: number; max: number } {
  const [, min, max] = condition
  if (!isByteLength(min) || !isByteLength(max) || min > max || condition.length !== 3) {
    throw invalid("Policy's content-length-range is [min, max] in bytes.")
  }
  return { min, max }
}

function isByteLength(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

/** Every condition must hold, so several ranges narrow each other. */
function intersect(ranges: { min: number; max: number }[]): PostPolicy['lengthRange'] {
  if (ranges.length === 0) return undefined
  return {
    min: Math.max(...ranges.map(({ min }) => min)),
    max: Math.min(...ranges.map(({ max }) => max)),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalid('Policy is no JSON.')
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function invalid(message: string): CosError {
  return new CosError('InvalidPolicyDocument', message)
}

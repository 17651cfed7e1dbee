import { sendEmpty, sendXml } from './answer.js'
import { CosError } from './cos-error.js'
import type { AuthorizedExchange } from './exchange.js'
import type { LifecycleRule } from './store/object-store.js'
import { childrenOf, readXmlBody, textOf, type XmlNode } from './xml-body.js'

const RULES_MAX = 1_000

/**
 * Keeps the rules and applies none: nothing here is a day old.
 * @see https://cloud.tencent.com/document/product/436/8280 (PUT Bucket lifecycle)
 */
export async function putBucketLifecycle(exchange: AuthorizedExchange): Promise<void> {
  if (exchange.request.headers['content-md5'] === undefined) {
    throw new CosError('MissingContentMD5', 'Missing required header for this request: Content-MD5.')
  }
  const rules = childrenOf(await readXmlBody(exchange, 'LifecycleConfiguration'), 'Rule').map(parseRule)
  if (rules.length === 0 || rules.length > RULES_MAX) throw malformed(`a configuration has 1 to ${RULES_MAX} rules`)
  exchange.service.store.setLifecycleRules(rules)
  sendEmpty(exchange.response, 200)
}

/** @see https://cloud.tencent.com/document/product/436/8278 (GET Bucket lifecycle) */
export function getBucketLifecycle({ service, response }: AuthorizedExchange): void {
  const rules = service.store.getLifecycleRules()
  if (!rules) throw new CosError('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist.')
  sendXml(response, 'LifecycleConfiguration', {
    Rule: rules.map(({ id, prefix, enabled, expirationDays, abortUploadsAfterDays }) => ({
      ID: id,
      Filter: { Prefix: prefix },
      Status: enabled ? 'Enabled' : 'Disabled',
      Expiration: expirationDays === undefined ? undefined : { Days: expirationDays },
      AbortIncompleteMultipartUpload:
        abortUploadsAfterDays === undefined ? undefined : { DaysAfterInitiation: abortUploadsAfterDays },
    })),
  })
}

/** @see https://cloud.tencent.com/document/product/436/8284 (DELETE Bucket lifecycle) */
export function deleteBucketLifecycle({ service, response }: AuthorizedExchange): void {
  service.store.setLifecycleRules(undefined)
  sendEmpty(response, 204)
}

const KNOWN = new Set(['ID', 'Filter', 'Status', 'Expiration', 'AbortIncompleteMultipartUpload'])

function parseRule(node: XmlNode): LifecycleRule {
  const unknown = Object.keys(typeof node === 'string' ? {} : node).find((name) => !KNOWN.has(name))
  if (unknown !== undefined) {
    throw new CosError('NotImplemented', `The emulator keeps no lifecycle rule with ${unknown}.`)
  }
  const id = textOf(node, 'ID')
  const status = textOf(node, 'Status')
  if (status !== 'Enabled' && status !== 'Disabled') throw malformed('Status is Enabled or Disabled')
  const expirationDays = parseDays(node, 'Expiration', 'Days')
  const abortUploadsAfterDays = parseDays(node, 'AbortIncompleteMultipartUpload', 'DaysAfterInitiation')
  if (expirationDays === undefined && abortUploadsAfterDays === undefined) throw malformed('a rule needs an action')
  return {
    ...(id !== undefined && { id }),
    prefix: parsePrefix(node),
    enabled: status === 'Enabled',
    ...(expirationDays !== undefined && { expirationDays }),
    ...(abortUploadsAfterDays !== undefined && { abortUploadsAfterDays }),
  }
}

/** An empty filter is the whole bucket. */
function parsePrefix(node: XmlNode): string {
  const filter = childrenOf(node, 'Filter')[0]
  if (filter === undefined) throw malformed('a rule needs a Filter')
  const others = Object.keys(typeof filter === 'string' ? {} : filter).filter((name) => name !== 'Prefix')
  if (others.length > 0) throw new CosError('NotImplemented', `The emulator keeps no filter with ${others.join(', ')}.`)
  return textOf(filter, 'Prefix') ?? ''
}

function parseDays(node: XmlNode, action: string, name: string): number | undefined {
  const element = childrenOf(node, action)[0]
  if (element === undefined) return undefined
  const text = textOf(element, name) ?? ''
  if (!/^[1-9]\d*$/.test(text)) throw malformed(`${action} needs ${name}, a number of days`)
  return Number(text)
}

function malformed(reason: string): CosError {
  return new CosError('MalformedXML', `The lifecycle configuration is not valid: ${reason}.`)
}

import { authorize } from './access-control.js'
import { sendEmpty, sendXml } from './answer.js'
import { CosError } from './cos-error.js'
import type { AuthorizedExchange } from './exchange.js'
import { childrenOf, readXmlBody, textOf } from './xml-body.js'

const KEYS_MAX = 1000

/** Deleting what is not there succeeds too. @see https://cloud.tencent.com/document/product/436/7743 (DELETE Object) */
export function deleteObject({ service, target, response }: AuthorizedExchange): void {
  service.store.deleteObject(target.key)
  sendEmpty(response, 204)
}

/** Each key needs the right to `DeleteObject`. @see https://cloud.tencent.com/document/product/436/8289 (Delete Multiple) */
export async function deleteMultipleObjects(exchange: AuthorizedExchange): Promise<void> {
  if (exchange.caller.kind === 'anonymous') throw new CosError('AccessDenied', 'Access Denied.')
  if (exchange.request.headers['content-md5'] === undefined) {
    throw new CosError('MissingContentMD5', 'Content-MD5 is missing in request header.')
  }
  const root = await readXmlBody(exchange, 'Delete')
  const keys = childrenOf(root, 'Object').map((object) => textOf(object, 'Key') ?? '')
  if (keys.length === 0 || keys.length > KEYS_MAX || keys.includes('')) {
    throw new CosError('MalformedXML', `Delete names 1 to ${KEYS_MAX} objects, each with a Key.`)
  }
  const quiet = textOf(root, 'Quiet') === 'true'

  const results = keys.map((key) => deleteOne(exchange, key))
  sendXml(exchange.response, 'DeleteResult', {
    Deleted: quiet ? [] : results.filter((result) => !('Code' in result)),
    Error: results.filter((result) => 'Code' in result),
  })
}

function deleteOne(exchange: AuthorizedExchange, key: string): { Key: string; Code?: string; Message?: string } {
  try {
    authorize(exchange, exchange.caller, { action: 'DeleteObject', key })
  } catch (error) {
    if (!(error instanceof CosError)) throw error
    return { Key: key, Code: error.code, Message: error.message }
  }
  exchange.service.store.deleteObject(key)
  return { Key: key }
}

import { sendEmpty, sendXml } from './answer.js'
import { CosError } from './cos-error.js'
import type { AuthorizedExchange } from './exchange.js'
import { findObject } from './get-object.js'
import { OWNER } from './owner.js'
import { requestAttributes } from './request-attributes.js'

const EVERYBODY = { URI: 'http://cam.qcloud.com/groups/global/AllUsers' }

/** Shows what an object's canned ACL means. @see https://cloud.tencent.com/document/product/436/7744 (GET Object acl) */
export function getObjectAcl(exchange: AuthorizedExchange): void {
  const { acl } = findObject(exchange)
  exchange.response.setHeader('x-cos-acl', acl)
  sendXml(exchange.response, 'AccessControlPolicy', {
    Owner: OWNER,
    AccessControlList: {
      Grant: [
        { Grantee: OWNER, Permission: 'FULL_CONTROL' },
        ...(acl === 'public-read' ? [{ Grantee: EVERYBODY, Permission: 'READ' }] : []),
      ],
    },
  })
}

/** By headers; the XML form is refused. @see https://cloud.tencent.com/document/product/436/7748 (PUT Object acl) */
export function putObjectAcl(exchange: AuthorizedExchange): void {
  if (exchange.request.headers['x-cos-acl'] === undefined) {
    throw new CosError('NotImplemented', 'The emulator takes an ACL by the header x-cos-acl only.')
  }
  const object = findObject(exchange)
  const { acl, grants } = requestAttributes(exchange)
  exchange.service.store.putObject({ ...object, acl, grants })
  sendEmpty(exchange.response, 200)
}

import { getObjectAcl, putObjectAcl } from './access-control-list.js'
import { sendEmpty } from './answer.js'
import { copyObject } from './copy-object.js'
import { deleteBucketCors, getBucketCors, putBucketCors } from './cors.js'
import { CosError } from './cos-error.js'
import { deleteMultipleObjects, deleteObject } from './delete-object.js'
import type { AuthorizedExchange, Exchange } from './exchange.js'
import { getObject, headObject } from './get-object.js'
import { isImageOperation } from './image/image-operation.js'
import { processImage } from './image/process-image.js'
import { deleteBucketLifecycle, getBucketLifecycle, putBucketLifecycle } from './lifecycle.js'
import { listMultipartUploads, listParts } from './list-multipart.js'
import { listObjects } from './list-objects.js'
import {
  abortMultipartUpload,
  completeMultipartUpload,
  initiateMultipartUpload,
  uploadPart,
} from './multipart-upload.js'
import { putObject } from './put-object.js'

export interface Operation {
  /** What a temporary key must be allowed; null where the operation asks for each of its objects itself. */
  action: string | null
  run(exchange: AuthorizedExchange): void | Promise<void>
}

/**
 * Finds what a request asks for.
 *
 * @returns `post-object` for the one operation that carries its authentication in its body
 * @throws CosError MethodNotAllowed, NotImplemented
 */
export function findOperation(exchange: Exchange): Operation | 'post-object' {
  const { method, target } = exchange
  const subresource = target.query.names().find((name) => UNSUPPORTED_SUBRESOURCES.has(name))
  if (subresource !== undefined) {
    throw new CosError('NotImplemented', `The emulator does not know the sub-resource ${subresource}.`)
  }
  const operation = target.key === '' ? bucketOperation(exchange) : objectOperation(exchange)
  if (!operation) {
    throw new CosError('MethodNotAllowed', `The method ${method} is not allowed against this resource.`)
  }
  return operation
}

function objectOperation({ method, target, request }: Exchange): Operation | 'post-object' | undefined {
  const { query } = target
  const multipart = query.has('uploadId')
  switch (method) {
    case 'GET':
      if (multipart) return { action: 'ListParts', run: listParts }
      if (query.has('acl')) return { action: 'GetObjectACL', run: getObjectAcl }
      if (query.names().some(isImageOperation)) return { action: 'GetObject', run: processImage }
      return { action: 'GetObject', run: getObject }
    case 'HEAD':
      return { action: 'HeadObject', run: headObject }
    case 'PUT':
      if (multipart) return { action: 'UploadPart', run: uploadPart }
      if (query.has('acl')) return { action: 'PutObjectACL', run: putObjectAcl }
      if (request.headers['x-cos-copy-source'] !== undefined) return { action: 'PutObject', run: copyObject }
      return { action: 'PutObject', run: putObject }
    case 'POST':
      if (query.has('uploads')) return { action: 'InitiateMultipartUpload', run: initiateMultipartUpload }
      if (multipart) return { action: 'CompleteMultipartUpload', run: completeMultipartUpload }
      // The links of 云托管 storage are path-style and hold the key, though the form holds it as well.
      return target.addressing === 'path-style' ? 'post-object' : undefined
    case 'DELETE':
      if (multipart) return { action: 'AbortMultipartUpload', run: abortMultipartUpload }
      return { action: 'DeleteObject', run: deleteObject }
    default:
      return undefined
  }
}

function bucketOperation({ method, target }: Exchange): Operation | 'post-object' | undefined {
  const { query } = target
  switch (method) {
    case 'GET':
      if (query.has('uploads')) return { action: 'ListMultipartUploads', run: listMultipartUploads }
      if (query.has('cors')) return { action: 'GetBucketCORS', run: getBucketCors }
      if (query.has('lifecycle')) return { action: 'GetBucketLifecycle', run: getBucketLifecycle }
      if (query.has('acl'))
        throw new CosError('NotImplemented', 'The emulator has no ACL for its bucket: it is private.')
      return { action: 'GetBucket', run: listObjects }
    case 'HEAD':
      return { action: 'HeadBucket', run: ({ response }) => sendEmpty(response, 200) }
    case 'PUT':
      if (query.has('cors')) return { action: 'PutBucketCORS', run: putBucketCors }
      if (query.has('lifecycle')) return { action: 'PutBucketLifecycle', run: putBucketLifecycle }
      throw new CosError('NotImplemented', 'The emulator has one bucket and makes no others.')
    case 'POST':
      return query.has('delete') ? { action: null, run: deleteMultipleObjects } : 'post-object'
    case 'DELETE':
      if (query.has('cors')) return { action: 'DeleteBucketCORS', run: deleteBucketCors }
      if (query.has('lifecycle')) return { action: 'DeleteBucketLifecycle', run: deleteBucketLifecycle }
      throw new CosError('NotImplemented', 'The emulator does not delete its bucket.')
    default:
      return undefined
  }
}

const UNSUPPORTED_SUBRESOURCES = new Set([
  'accelerate',
  'append',
  'ci-process',
  'domain',
  'encryption',
  'image_process',
  'intelligenttiering',
  'inventory',
  'location',
  'logging',
  'object-lock',
  'origin',
  'policy',
  'referer',
  'replication',
  'restore',
  'retention',
  'select',
  'strict-signature',
  'symlink',
  'tagging',
  'versionId',
  'versioning',
  'versions',
  'website',
])

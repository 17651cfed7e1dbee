import { access, realpath } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import { AppError } from '@photolift/contracts'
import { bucketUrl } from '@photolift/cos'
import type { FastifyInstance } from 'fastify'
import { type Configuration, ConfigurationError } from '../configuration/configuration.js'

/**
 * Gives out the built web page: `/` and each file of the folder under its own path, nothing else. A path that names no file is no route,
 * nor does one whose name begins with a dot have one, but for those in `.well-known`, which prove to others whose domain it is. Links that
 * lead out of the folder are not followed. Without a folder nothing is loaded.
 *
 * @throws ConfigurationError where the folder holds no index.html
 */
export async function servePage(
  fastify: FastifyInstance,
  { webPage, storage }: Pick<Configuration, 'webPage' | 'storage'>,
): Promise<void> {
  if (webPage.folder === undefined) return
  const root = resolve(webPage.folder)
  await access(join(root, 'index.html')).catch(() => {
    throw new ConfigurationError(['H5_DIST holds no index.html: build the web page, or take it out'])
  })
  const realRoot = await realpath(root)
  const { default: files } = await import('@fastify/static')
  const policy = contentSecurityPolicy(bucketUrl(storage.bucket).origin)
  await fastify.register(files, {
    root,
    // A route for each file that is there now: no path is put together from what a request says.
    wildcard: false,
    // The build puts compressed files beside the plain ones.
    preCompressed: true,
    serveDotFiles: true,
    globIgnore: HIDDEN,
    async onFile(path) {
      // Of what is sent, whichever of the compressed ones it is, and each time: a link may have come since.
      if (!(await realpath(path)).startsWith(realRoot + sep)) throw new AppError('ROUTE_NOT_FOUND', 'no such route')
    },
    // Theirs are made of size and time, which two builds can share: an image has one time for all its files, and the names in index.html
    // one length. What may change is small and comes whole each time; what is kept for a year is not asked for.
    etag: false,
    lastModified: false,
    cacheControl: false,
    decorateReply: false,
    setHeaders(reply, path) {
      reply.headers({
        'cache-control': isHashed(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
      })
    },
  })
}

/** Files and folders whose names begin with a dot. */
const HIDDEN = ['.!(well-known)', '.!(well-known)/**', '*/**/.*', '*/**/.*/**']

/** Vite puts the hash of a file's bytes before its ending, in the folder `assets`. */
function isHashed(path: string): boolean {
  return /[/\\]assets[/\\][^/\\]+-[\w-]{8}\.\w+(?:\.map)?(?:\.(?:br|gz))?$/.test(path)
}

/**
 * Scripts and styles are files of the page. Pictures come from the bucket, and from the phone as blob: and data:, or under the name that
 * WeChat for Android has for one whose bytes it does not give (weixin://resourceid/…).
 */
function contentSecurityPolicy(bucketOrigin: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' blob: data: weixin: ${bucketOrigin}`,
    `connect-src 'self' ${bucketOrigin}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

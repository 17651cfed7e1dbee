import { PHOTO_MAX_BYTES_DEFAULT, UPLOAD_GRANT_TTL_MAX_SECONDS } from '@photolift/contracts'
import { z } from 'zod'

/**
 * Every variable that the service reads. A new one needs a description: the table in the README is printed from here
 * (`pnpm --filter @photolift/server config:docs`).
 */
export const environment = z.object({
  HOST: z.string().min(1).default('127.0.0.1').meta({ description: 'Address to listen on; `0.0.0.0` in a container.' }),
  PORT: integer(0, 65_535).default(3000).meta({ description: 'Port to listen on; 8080 in the container.' }),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .meta({ description: 'Least level that is logged.' }),
  JWT_SECRET: z
    .string()
    .refine((secret) => Buffer.byteLength(secret) >= 32, 'needs at least 32 bytes')
    .meta({ description: 'Signs the `authToken`; at least 32 bytes, the same on every instance.', secret: true }),
  JWT_SECRET_PREVIOUS: z
    .string()
    .refine((secret) => Buffer.byteLength(secret) >= 32, 'needs at least 32 bytes')
    .optional()
    .meta({
      description:
        'The `JWT_SECRET` of before, while secrets are changed: its tokens are still taken, none is signed with it.',
      secret: true,
    }),
  OPERATIONS_TOKEN: z.string().min(16, 'needs at least 16 characters').optional().meta({
    description:
      'Bearer token for `/metrics` and `/openapi.json`. Without it both answer only where `HOST` is loopback and no proxy is configured.',
    secret: true,
  }),
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|mysql:\/\/.+)$/, 'is neither sqlite:<file> nor mysql://user:password@host:port/database')
    .refine(
      (url) => !url.startsWith('mysql:') || isMysqlUrl(url),
      'is not mysql://user:password@host:port/database; special characters in it are percent-encoded',
    )
    .optional()
    .meta({
      description: '`sqlite:<file>`, or `mysql://user:password@host:port/database`. Default `sqlite:photolift.sqlite`.',
      secret: true,
    }),
  MYSQL_ADDRESS: z
    .string()
    .refine((address) => /^[^:/@]+:\d+$/.test(address) && isMysqlUrl(`mysql://${address}/x`), 'is not host:port')
    .optional()
    .meta({ description: '云托管: `host:port` of its MySQL, where `DATABASE_URL` is absent.' }),
  MYSQL_USERNAME: z.string().min(1).optional().meta({ description: '云托管: goes with `MYSQL_ADDRESS`.' }),
  MYSQL_PASSWORD: z.string().optional().meta({ description: '云托管: goes with `MYSQL_ADDRESS`.', secret: true }),
  MYSQL_DATABASE: z
    .string()
    .regex(/^\w+$/, 'holds letters, digits and "_" only')
    .default('photolift')
    .meta({ description: 'Database that goes with `MYSQL_ADDRESS`; it must exist.' }),
  STORAGE: z.enum(['cos', 'cloudrun']).default('cos').meta({
    description:
      'Where photos are kept. `cos`: an own bucket. `cloudrun`: the bucket of the cloud environment, from inside 云托管; goes with `LOGIN=cloudrun`.',
  }),
  COS_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*-\d+$/, 'must end with the appId, like photos-1250000000')
    .meta({
      description:
        'Bucket with its appId, such as `photos-1250000000`; under `STORAGE=cloudrun` such as `7072-prod-1a2b-1250000000`.',
    }),
  COS_REGION: z
    .string()
    .regex(/^[a-z0-9-]+$/, 'is no region, like ap-guangzhou')
    .optional()
    .meta({ description: 'Such as `ap-guangzhou`; needed for `STORAGE=cos`. Default for `cloudrun`: `ap-shanghai`.' }),
  COS_ENDPOINT: origin().optional().meta({ description: 'Another origin of the same bucket, such as the emulator.' }),
  COS_SECRET_ID: z.string().min(1).optional().meta({
    description: 'Key pair that reads, copies and deletes objects; needed for `STORAGE=cos`, refused for `cloudrun`.',
    secret: true,
  }),
  COS_SECRET_KEY: z.string().min(1).optional().meta({ description: 'Goes with `COS_SECRET_ID`.', secret: true }),
  COS_POST_SECRET_ID: z.string().min(1).optional().meta({
    description: 'A weaker key pair that signs upload forms only, for `STORAGE=cos`. Default: the pair above.',
    secret: true,
  }),
  COS_POST_SECRET_KEY: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'Goes with `COS_POST_SECRET_ID`.', secret: true }),
  THUMBNAILS: z.enum(['ci', 'server', 'none']).optional().meta({
    description:
      '`ci`: the bucket makes them (数据万象); `server`: the service does, at the first view; `none`: `thumbnailUrl` is `viewUrl`, and a HEIC is shown as it is, which few clients can. Default `ci`; for `STORAGE=cloudrun` `server`.',
  }),
  LOGIN: z.enum(['code', 'cloudrun']).default('code').meta({
    description:
      '`code`: by `wx.login`. `cloudrun`: by the headers of 云托管; only where public access to the service is switched off. Outside 云托管 it needs a loopback `HOST`.',
  }),
  WECHAT_APPID: z
    .string()
    .regex(/^wx[0-9a-zA-Z]{1,30}$/, 'does not look like an appid, which begins with wx')
    .meta({ description: 'The mini-program.' }),
  WECHAT_SECRET: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'AppSecret; needed for `LOGIN=code`.', secret: true }),
  WECHAT_API_BASE_URL: origin().optional().meta({
    description:
      'Another origin of the WeChat APIs, such as the emulator; under `STORAGE=cloudrun` that of its open interface service.',
  }),
  OFFICIAL_APPID: z
    .string()
    .regex(/^wx[0-9a-zA-Z]{1,30}$/, 'does not look like an appid, which begins with wx')
    .optional()
    .meta({
      description:
        'The service account (服务号) of the web page; goes with `OFFICIAL_SECRET` and `H5_ORIGINS`, and not with `STORAGE=cloudrun`.',
    }),
  OFFICIAL_SECRET: z.string().min(1).optional().meta({ description: 'Its AppSecret.', secret: true }),
  OFFICIAL_AUTHORIZE_BASE_URL: origin().optional().meta({
    description:
      "Another origin of WeChat's page of authorisation, `https://open.weixin.qq.com`, such as the emulator.",
  }),
  OFFICIAL_CALLBACK_ORIGIN: origin().optional().meta({
    description:
      'Origin under which browsers reach this service; its host is the 网页授权域名. Default: https and the `Host` of the request, which a proxy may have changed.',
  }),
  H5_ORIGINS: z
    .string()
    .transform((list) => list.split(',').map((entry) => entry.trim()))
    .refine(
      (list) => list.every(isPageOrigin),
      'is no list of exact origins such as https://h5.example.com (http on loopback only)',
    )
    .default([])
    .meta({
      description:
        'Origins of the web page, with commas between: log-ins go back there alone, and browsers let its scripts call the service. None: no web page.',
    }),
  H5_DIST: z.string().min(1).optional().meta({
    description:
      'Folder of the built web page, which the service then gives out at `/`; `page` in the image. Without it another host does.',
  }),
  CLOUDRUN_ENV: z.string().min(1).optional().meta({
    description:
      'Id of the cloud environment. `LOGIN=cloudrun` refuses requests of any other, `STORAGE=cloudrun` names files by it. In 云托管 it is `CBR_ENV_ID`.',
  }),
  CBR_ENV_ID: z.string().optional().meta({ description: 'Set by 云托管; never by you.' }),
  CLIENT_ADDRESS_HEADER: z
    .string()
    .regex(/^[A-Za-z0-9-]+$/, 'is neither a header name nor "off"')
    .transform((name) => name.toLowerCase())
    .optional()
    .meta({
      description:
        "The only header from which a client's address is believed; the socket's when absent. `off` drops the limit per address.",
    }),
  UPLOAD_GRANT_TTL_SECONDS: integer(1, UPLOAD_GRANT_TTL_MAX_SECONDS)
    .default(UPLOAD_GRANT_TTL_MAX_SECONDS)
    .meta({ description: `Life of an upload grant; at most ${UPLOAD_GRANT_TTL_MAX_SECONDS}.` }),
  PHOTO_MAX_BYTES: integer(1, 5 * 1024 ** 3)
    .default(PHOTO_MAX_BYTES_DEFAULT)
    .meta({ description: 'Largest photo. Image processing of COS takes 32 MB.' }),
  MULTIPART_THRESHOLD_BYTES: integer(1, 5 * 1024 ** 3)
    .default(8 * 1024 ** 2)
    .meta({
      description:
        'Larger photos come in parts of 1 MiB, which go on where they were cut. The service reads each once to check its MD5. From `PHOTO_MAX_BYTES` on none does.',
    }),
  QUOTA_BYTES: integer(1, Number.MAX_SAFE_INTEGER)
    .default(10 * 1024 ** 3)
    .meta({ description: 'Bytes that one person may store.' }),
  QUOTA_PHOTOS_PER_DAY: integer(1, 2_000_000_000).default(1_000).meta({
    description: 'Photos that one person may upload a day, and as many new media ids; days begin at midnight in China.',
  }),
  LIMIT_GRANTS_PER_MINUTE: integer(1, 2_000_000_000)
    .default(120)
    .meta({ description: 'Calls of `POST /v1/upload-grants` a minute and person; a new media id counts as one.' }),
  LIMIT_REQUESTS_PER_MINUTE: integer(1, 2_000_000_000)
    .default(600)
    .meta({ description: 'Requests to `/v1` a minute and client address; an IPv6 client is its /64 network.' }),
})

export type Environment = z.infer<typeof environment>

function integer(min: number, max: number) {
  return z
    .string()
    .regex(/^\d+$/, 'is not a whole number')
    .transform(Number)
    .pipe(z.number().int().min(min, `is less than ${min}`).max(max, `is more than ${max}`))
}

function isPageOrigin(text: string): boolean {
  const url = URL.parse(text)
  if (url === null || url.origin !== text || text.includes('*')) return false
  return (
    url.protocol === 'https:' || (url.protocol === 'http:' && /^(?:127\.0\.0\.1|\[::1\]|localhost)$/.test(url.hostname))
  )
}

function isMysqlUrl(text: string): boolean {
  const url = URL.parse(text)
  if (url === null || url.hostname === '' || url.pathname.length < 2) return false
  return [url.username, url.password].every((part) => /^(?:[^%]|%[0-9a-f]{2})*$/i.test(part))
}

function origin() {
  return z.string().refine((text) => {
    if (!URL.canParse(text)) return false
    const url = new URL(text)
    return (url.protocol === 'http:' || url.protocol === 'https:') && url.origin === text.replace(/\/$/, '')
  }, 'is not an origin such as https://host:port')
}

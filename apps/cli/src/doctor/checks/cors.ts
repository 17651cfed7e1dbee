import { type CorsRule, readCorsRules, webPageCorsRule } from '@photolift/cos'
import type { Check, Finding } from '../check.js'
import { cosErrorCodeOf, ownBucket } from '../own-bucket.js'
import { pageOrigins } from '../page-origins.js'

/** Web pages need the bucket's consent; mini-programs do not. `H5_ORIGINS` lists their origins, separated by commas. */
export const cors: Check = {
  name: 'CORS',
  async look(setUp) {
    const own = ownBucket(setUp)
    const origins = pageOrigins(setUp.variables)
    if (own === undefined) return []
    try {
      return judge(await readCorsRules(own.bucket, own.credential), origins)
    } catch (error) {
      return [
        {
          level: 'warning',
          finding: `the CORS rules cannot be read (${cosErrorCodeOf(error)})`,
          fix: 'Look in the console (跨域访问 CORS 设置) yourself, or give the key pair GetBucketCORS.',
        },
      ]
    }
  },
}

function judge(rules: readonly CorsRule[], origins: readonly string[]): Finding[] {
  const findings: Finding[] = []
  const { allowedMethods: methods, exposeHeaders: exposed, maxAgeSeconds } = webPageCorsRule(origins)
  if (rules.some((rule) => rule.allowedOrigins.includes('*') && rule.allowedMethods.some(isWriting))) {
    findings.push({
      level: 'warning',
      finding: 'a rule lets pages of every origin write',
      fix: 'Name the origins of your pages in AllowedOrigin.',
    })
  }
  for (const origin of origins) {
    const fitting = rules.filter(({ allowedOrigins }) => allowedOrigins.some((pattern) => matches(pattern, origin)))
    const posting = fitting.filter(({ allowedMethods }) => allowedMethods.includes('POST'))
    if (posting.length === 0) {
      findings.push({
        level: 'error',
        finding: `pages of ${origin} may not post to the bucket`,
        fix: `In the console, 跨域访问 CORS 设置: origin ${origin}, methods ${methods.join(', ')}, headers *, expose ${exposed.join(', ')}, Max-Age ${maxAgeSeconds}.`,
      })
    } else if (!fitting.some(({ allowedMethods }) => allowedMethods.includes('PUT'))) {
      findings.push({
        level: 'error',
        finding: `pages of ${origin} may not put the parts of large photos`,
        fix: 'Add PUT to the methods of that rule.',
      })
    } else if (!fitting.some(({ allowedMethods }) => READING.every((method) => allowedMethods.includes(method)))) {
      findings.push({
        level: 'error',
        finding: `pages of ${origin} may not read the bucket`,
        fix: 'Add GET and HEAD to the methods of that rule.',
      })
    } else if (!fitting.some((rule) => rule.allowedMethods.includes('PUT') && rule.allowedHeaders.includes('*'))) {
      findings.push({
        level: 'error',
        finding: `pages of ${origin} may not send the headers of an upload`,
        fix: 'Set the allowed headers of that rule to *.',
      })
    } else if (!posting.some(({ exposeHeaders }) => exposeHeaders.some((name) => name.toLowerCase() === 'etag'))) {
      findings.push({
        level: 'error',
        finding: `pages of ${origin} cannot read the ETag of what they upload`,
        fix: 'Add ETag to the exposed headers of that rule.',
      })
    } else if (!posting.some(({ maxAgeSeconds = 0 }) => maxAgeSeconds >= LONG_ENOUGH_SECONDS)) {
      findings.push({
        level: 'warning',
        finding: `browsers ask again and again whether pages of ${origin} may post, and photos wait for the answer`,
        fix: `Set Max-Age of that rule to ${maxAgeSeconds} seconds.`,
      })
    }
  }
  if (findings.length > 0) return findings
  const finding =
    origins.length === 0 ? 'no web page is configured (H5_ORIGINS); mini-programs need no rule' : 'pages may upload'
  return [{ level: 'ok', finding }]
}

/** A pick of many photos should need one answer. */
const LONG_ENOUGH_SECONDS = 300

const READING = ['GET', 'HEAD']
const isWriting = (method: string) => !READING.includes(method)

/** At most one `*`, which stands for any text. */
function matches(pattern: string, origin: string): boolean {
  const [before = '', after] = pattern.split('*')
  return after === undefined ? pattern === origin : origin.startsWith(before) && origin.endsWith(after)
}

import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { createCosObjectStore } from '@photolift/cos'
import { bucketAddress } from '../bucket-address.js'
import type { Check, Finding } from '../check.js'
import { cosErrorCodeOf, ownBucket } from '../own-bucket.js'

/** Writes a few bytes, copies, reads and deletes them, as the service does, and looks whether a stranger can read them. */
export const bucketRights: Check = {
  name: 'rights',
  async look(setUp) {
    const own = ownBucket(setUp)
    if (own === undefined) return []
    const store = createCosObjectStore(own.bucket, own.credential, { answerWithinMs: 8_000 })
    const content = randomBytes(16)
    const md5 = createHash('md5').update(content).digest('hex')
    const key = `photolift-doctor/${randomBytes(9).toString('base64url')}`
    const copied = `${key}-copy`
    const contentType = 'application/octet-stream'
    const findings: Finding[] = []
    const steps: [action: string, step: () => Promise<unknown>][] = [
      [
        'PutObject',
        () => store.write({ key, open: () => Readable.from([content]), byteLength: 16, contentType, contentMd5: md5 }),
      ],
      [
        'PutObject and GetObject, for copies',
        () => store.copy({ fromKey: key, toKey: copied, ifMatch: md5, contentType }),
      ],
      ['GetObject', () => store.prove(copied, 16)],
    ]
    for (const [action, step] of steps) {
      try {
        await step()
      } catch (error) {
        findings.push(refused(action, cosErrorCodeOf(error)))
        break
      }
    }
    if (findings.length === 0) findings.push(...(await lookAsStranger(`${bucketAddress(setUp.env)}/${key}`)))
    await store.deleteMany([key, copied]).catch((error: unknown) => {
      findings.push(refused(`DeleteObject (${key} may be left)`, cosErrorCodeOf(error)))
    })
    const ok: Finding = { level: 'ok', finding: 'the key pair writes, copies, reads and deletes' }
    return findings.some(({ level }) => level === 'error') ? findings : [ok, ...findings]
  },
}

async function lookAsStranger(address: string): Promise<Finding[]> {
  const answer = await fetch(address, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined)
  await answer?.body?.cancel()
  if (answer?.status !== 200) return []
  return [
    {
      level: 'error',
      finding: 'anybody on the Internet can read the objects of this bucket',
      fix: 'Make the bucket private (私有读写), and take out policies for everybody.',
    },
  ]
}

function refused(action: string, cosErrorCode: string): Finding {
  return {
    level: 'error',
    finding: `the key pair cannot: ${action} (${cosErrorCode})`,
    fix: `Give it this right on the bucket's objects; docs/deploy.md has the policy.`,
  }
}

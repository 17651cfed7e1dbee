import { createHash } from 'node:crypto'
import { createCosObjectStore } from '@photolift/cos'
import { type Check, type Finding, hasService } from '../check.js'
import { cosErrorCodeOf, ownBucket } from '../own-bucket.js'

/** Clients can upload with forms of the pair that signs them, and that pair can do nothing else. */
export const formKeys: Check = {
  name: 'upload forms',
  async look(setUp) {
    const own = ownBucket(setUp)
    if (own === undefined || !hasService(setUp)) return []
    const { COS_POST_SECRET_ID: secretId, COS_POST_SECRET_KEY: secretKey } = setUp.variables
    const ownPair = secretId && secretKey ? { secretId, secretKey } : undefined
    const store = createCosObjectStore(own.bucket, own.credential, { formCredential: ownPair ?? own.credential })

    const content = Buffer.from('photolift')
    const key = `incoming/photolift-doctor/${setUp.now()}`
    const [form] = await store.signUploadForms([
      {
        key,
        byteLength: content.length,
        contentType: 'image/jpeg',
        contentMd5: createHash('md5').update(content).digest('hex'),
        validFrom: new Date(setUp.now() - 5_000),
        expiresAt: new Date(setUp.now() + 60_000),
      },
    ])
    if (form === undefined) return []
    const body = new FormData()
    for (const [name, value] of Object.entries(form.fields)) body.append(name, value)
    body.append(form.fileField, new Blob([content]))
    const answer = await fetch(form.url, { method: 'POST', body, signal: AbortSignal.timeout(8_000) }).catch(
      () => undefined,
    )
    if (answer?.status !== 200) {
      const code = /<Code>(\w+)<\/Code>/.exec((await answer?.text()) ?? '')?.[1] ?? 'no answer'
      return [
        {
          level: 'error',
          finding: `an upload form is refused (${code}): nobody can upload`,
          fix:
            ownPair === undefined
              ? 'Give the key pair PostObject on incoming/*.'
              : 'Compare COS_POST_SECRET_ID and COS_POST_SECRET_KEY with the console, and give that pair PostObject on incoming/*.',
        },
      ]
    }
    await store.deleteMany([key]).catch(() => {
      // bucket-rights tells that deletion is refused; the lifecycle rule takes this object.
    })
    const ok: Finding = { level: 'ok', finding: 'a form is taken' }
    if (ownPair === undefined || ownPair.secretId === own.credential.secretId) return [ok]
    return [ok, ...(await lookForMoreRights(createCosObjectStore(own.bucket, ownPair)))]
  },
}

async function lookForMoreRights(store: ReturnType<typeof createCosObjectStore>): Promise<Finding[]> {
  try {
    await store.list({ prefix: '', limit: 1 })
  } catch (error) {
    return cosErrorCodeOf(error) === 'AccessDenied'
      ? [{ level: 'ok', finding: 'the pair for forms may not list the bucket' }]
      : []
  }
  return [
    {
      level: 'warning',
      finding: 'the pair for forms may also list the bucket: it is stronger than it has to be',
      fix: 'Give that pair PostObject on incoming/* alone: docs/deploy.md has its policy.',
    },
  ]
}

import { type LifecycleRule, readLifecycleRules } from '@photolift/cos'
import { type Check, type Finding, hasService } from '../check.js'
import { cosErrorCodeOf, ownBucket } from '../own-bucket.js'

/** What the service leaves behind goes by itself: uploads that were never confirmed, and unfinished parts. */
export const lifecycle: Check = {
  name: 'lifecycle',
  async look(setUp) {
    const own = ownBucket(setUp)
    if (own === undefined || !hasService(setUp)) return []
    try {
      return judge(await readLifecycleRules(own.bucket, own.credential))
    } catch (error) {
      return [
        {
          level: 'warning',
          finding: `the lifecycle rules cannot be read (${cosErrorCodeOf(error)})`,
          fix: 'Look in the console (生命周期) yourself, or give the key pair GetBucketLifecycle.',
        },
      ]
    }
  },
}

function judge(all: readonly LifecycleRule[]): Finding[] {
  const rules = all.filter(({ isEnabled }) => isEnabled)
  const findings: Finding[] = []
  const forIncoming = rules.filter(({ prefix }) => prefix === 'incoming/' || prefix === 'incoming')
  if (!forIncoming.some(({ expirationDays = 99 }) => expirationDays <= 1)) {
    findings.push({
      level: 'error',
      finding: 'no rule deletes incoming/ after a day: uploads that nobody confirmed stay, and cost, for ever',
      fix: 'In the console, 生命周期: prefix incoming/, delete objects after 1 day.',
    })
  }
  if (!rules.some(({ prefix, abortUploadsAfterDays = 99 }) => prefix === '' && abortUploadsAfterDays <= 1)) {
    findings.push({
      level: 'warning',
      finding: 'no rule for the whole bucket deletes unfinished parts after a day',
      fix: 'In the console, 生命周期: whole bucket, delete fragments (碎片) after 1 day.',
    })
  }
  const deletesPhotos = rules.some(
    ({ prefix, expirationDays }) => expirationDays !== undefined && 'photos/'.startsWith(prefix.slice(0, 7)),
  )
  if (deletesPhotos) {
    findings.push({
      level: 'error',
      finding: 'a rule deletes photos that people have stored: its prefix takes in photos/',
      fix: 'Give that rule the prefix incoming/.',
    })
  }
  return findings.length > 0 ? findings : [{ level: 'ok', finding: 'what is left behind is deleted after a day' }]
}

import { webPageCorsRule, writeCorsRules } from '@photolift/cos'
import type { Stack } from '@photolift/dev-stack'

/** Lets web pages of these origins send photos to the emulated bucket, as docs/deploy.md says. */
export async function allowOrigins({ emulator: { cos } }: Stack, origins: string[]): Promise<void> {
  const { bucket, region, endpoint, secretId, secretKey } = cos
  await writeCorsRules({ bucket, region, endpoint }, { secretId, secretKey }, [webPageCorsRule(origins)])
}

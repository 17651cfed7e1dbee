import { type Check, type Finding, hasService } from '../check.js'

/** Whoever guesses it is everybody. */
export const jwtSecret: Check = {
  name: 'login secret',
  look: (setUp) => Promise.resolve(hasService(setUp) ? [judge(setUp.variables['JWT_SECRET'])] : []),
}

const FIX = 'Set JWT_SECRET to 48 random bytes: openssl rand -base64 48. All instances need the same.'

function judge(secret: string | undefined): Finding {
  if (!secret) return { level: 'error', finding: 'JWT_SECRET is missing: the service signs logins with it', fix: FIX }
  if (Buffer.byteLength(secret) < 32)
    return { level: 'error', finding: 'JWT_SECRET is shorter than 32 bytes', fix: FIX }
  // 32 random hex digits have 11 different ones at the very least, once in a thousand million.
  const isMonotonous = new Set(secret).size < 10
  const isFromAnExample = /change.?me|example|your.?secret|password|0123456789|abcdefgh|photolift/i.test(secret)
  if (isMonotonous || isFromAnExample) return { level: 'error', finding: 'JWT_SECRET can be guessed', fix: FIX }
  return { level: 'ok', finding: 'JWT_SECRET is long and not of a known kind' }
}

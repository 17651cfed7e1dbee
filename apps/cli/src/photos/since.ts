import { InvalidArgumentError } from 'commander'

/**
 * An instant that a person names: `2026-11-20` (midnight in China, where the service counts its days), an ISO instant with its zone, or
 * how long ago, `12h`, `3d`.
 */
export function parseSince(text: string, now: number = Date.now()): Date {
  const ago = /^(\d{1,5})([hd])$/.exec(text)
  if (ago) return new Date(now - Number(ago[1]) * (ago[2] === 'h' ? 3_600_000 : 86_400_000))
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const instant = /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(text)
  const date = new Date(day ? `${text}T00:00:00+08:00` : text)
  if ((day || instant) && !Number.isNaN(date.getTime())) return date
  throw new InvalidArgumentError('It is like 2026-11-20, 2026-11-20T08:00:00Z, 12h or 3d.')
}

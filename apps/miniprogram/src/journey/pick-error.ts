import { AppError, type ErrorCode } from '@photolift/contracts'

/** What the `fail` of a picker gets. */
interface PickFailure {
  errMsg?: string
  errno?: number
}

// Exact texts are «unconfirmed» but for errno 112 and "privacy permission is not authorized", so parts of them are matched.
const RULES: readonly { code: ErrorCode; errnos: readonly number[]; words: RegExp }[] = [
  { code: 'CANCELLED', errnos: [], words: /:fail cancel/i },
  {
    code: 'PRIVACY_UNDECLARED',
    errnos: [112, 1025],
    words: /not declared in the privacy agreement|privacy api banned/i,
  },
  {
    code: 'PRIVACY_REFUSED',
    errnos: [103, 104],
    words: /privacy permission is not authorized|auth(orize)? ?(deny|denied)/i,
  },
  { code: 'PICK_UNAVAILABLE', errnos: [], words: /not support|can ?not use|disabled|single ?page/i },
]

/** Translates what a picker failed with; an AppError stays what it is. */
export function toPickError(failure: unknown): AppError {
  if (failure instanceof AppError) return failure
  const { errMsg = String(failure), errno } = Object(failure) as PickFailure
  const rule = RULES.find(({ errnos, words }) => (errno !== undefined && errnos.includes(errno)) || words.test(errMsg))
  return new AppError(rule?.code ?? 'INTERNAL', errMsg, { cause: failure })
}

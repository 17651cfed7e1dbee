import type { AppError, ItemError } from '@photolift/contracts'

/** An error as part of an answer for several: its message without the code, which stands beside it. */
export function toItemError({ code, message }: AppError): ItemError {
  return { code, message: message.replace(`${code}: `, '') }
}

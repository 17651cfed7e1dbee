import { AppError } from '@photolift/contracts'

/** What became of everything that was found. Paths are relative to the folder. */
export interface UploadReport {
  uploaded: { path: string; key: string; fileId: string }[]
  /** What was there already. */
  skipped: { path: string }[]
  failed: { path: string; error: string }[]
}

/** Whether an error's text says that Ctrl-C came before. */
export function isCancelled(errorText: string): boolean {
  return errorText.startsWith('CANCELLED: ')
}

/** `CODE: sentence`, for people and programs. What is not in the catalogue is told by its kind alone. */
export function toErrorText(error: unknown): string {
  if (error instanceof AppError) return error.message
  const code = (error as NodeJS.ErrnoException | undefined)?.code
  const name = error instanceof Error ? error.name : typeof error
  return `INTERNAL: unexpected ${name}${code === undefined ? '' : ` ${code}`}`
}

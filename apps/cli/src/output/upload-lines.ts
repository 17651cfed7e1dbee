import type { UploadProgress } from '../upload/upload-progress.js'
import { printable } from './printable.js'

/** Progress for a pipe or a file: one line when a file is done, nothing in between. */
export function createUploadLines(write: (line: string) => void): UploadProgress {
  return {
    begin() {},
    start() {},
    advance() {},
    retry: (path, reason) => write(`again    ${printable(path)}  ${printable(reason)}`),
    finish(path, outcome) {
      const name = printable(path)
      if (outcome.kind === 'uploaded') write(`sent     ${name}  ${printable(outcome.fileId)}`)
      else if (outcome.kind === 'skipped') write(`skipped  ${name}`)
      else write(`FAILED   ${name}  ${printable(outcome.error)}`)
    },
    end() {},
  }
}

/** Who wants to see how an upload goes. Sizes in bytes; `path` names the file. */
export interface UploadProgress {
  /** All files are found. */
  begin(sizes: ReadonlyMap<string, number>): void
  /** A file is being sent. */
  start(path: string): void
  /** So many bytes of it are out; fewer again when a try begins anew. */
  advance(path: string, bytesSent: number): void
  retry(path: string, reason: string): void
  /** Also for what never started. */
  finish(path: string, outcome: UploadOutcome): void
  end(): void
}

export type UploadOutcome =
  | { kind: 'uploaded'; fileId: string }
  | { kind: 'skipped' }
  | { kind: 'failed'; error: string }

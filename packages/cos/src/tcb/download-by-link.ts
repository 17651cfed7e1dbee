import { AppError } from '@photolift/contracts'
import { readAnswer, readHeaders } from '../object-read.js'
import type { ReadObject, ReadRequest } from '../object-store.js'
import { exchange } from '../stream/http-exchange.js'

/**
 * Reads a file from where a download link points.
 *
 * @returns `link-ended` where the link is refused; undefined where there is no file
 */
export async function downloadByLink(
  url: string,
  { request, silenceMs }: { request: ReadRequest; silenceMs: number },
): Promise<ReadObject | 'link-ended' | undefined> {
  const { signal } = request
  const answer = await exchange({ method: 'GET', url, headers: readHeaders(request), silenceMs, signal })
  // «unconfirmed» what the CDN says of a link that has ended.
  if (answer.statusCode === 403) {
    answer.destroy()
    return 'link-ended'
  }
  return readAnswer(answer, { request, silenceMs })
}

/** The error of a file whose fresh link is refused, too. */
export function toLinkRefusal(): AppError {
  return new AppError(
    'STORAGE_UNAVAILABLE',
    'a link that WeChat has just given is refused: is the clock of this machine right?',
  )
}

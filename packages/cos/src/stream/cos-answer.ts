import type { IncomingMessage } from 'node:http'
import { AppError } from '@photolift/contracts'
import { toAppError } from '../cos-failure.js'
import { readShortText } from './answer-body.js'

/** The first value of a header, whose name is in lower case. */
export function headerOf(answer: IncomingMessage, name: string): string | undefined {
  const value = answer.headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** True where the request was carried out. */
export function isSuccess(answer: IncomingMessage): boolean {
  const { statusCode = 0 } = answer
  return statusCode >= 200 && statusCode < 300
}

/** @throws AppError STORAGE_UNAVAILABLE where something between us and COS answered */
export function requireCos(answer: IncomingMessage): void {
  if (headerOf(answer, 'x-cos-request-id') !== undefined) return
  answer.destroy()
  throw new AppError('STORAGE_UNAVAILABLE', 'what answered without x-cos-request-id is not COS')
}

/** Reads a refusal. Of its body only code and message are kept: it also holds what was signed. */
export async function toRefusal(answer: IncomingMessage, silenceMs: number): Promise<AppError> {
  const text = await readShortText(answer, silenceMs)
  const { statusCode } = answer
  return toAppError({
    statusCode,
    code: /<Code>([\w.-]{1,64})<\/Code>/.exec(text)?.[1] ?? String(statusCode),
    message: /<Message>([^<]{0,500})/.exec(text)?.[1] ?? 'no message',
    RequestId: headerOf(answer, 'x-cos-request-id'),
  })
}

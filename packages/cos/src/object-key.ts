import { AppError } from '@photolift/contracts'

/**
 * Refuses keys that COS refuses or that mean another object on the way there: the driver drops a leading slash, URL parsers
 * resolve `.` and `..`, and COS puts the client's file name in place of `${filename}`.
 *
 * @throws AppError INTERNAL
 * @see https://cloud.tencent.com/document/product/436/13324 (1 to 850 bytes of UTF-8)
 */
export function requireObjectKey(key: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be in a key
  const misleading = /^[/\\]|[\u0000-\u001f\u007f]|(^|\/)\.{1,2}(\/|$)|\$\{filename\}/
  if (key === '' || Buffer.byteLength(key) > 850 || misleading.test(key)) {
    throw new AppError(
      'INTERNAL',
      'not a usable object key: empty, over 850 bytes, or with characters that change its meaning',
    )
  }
}

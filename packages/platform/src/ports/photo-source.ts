/** A photo whose bytes the platform can hand over. Each adapter's HttpStack sends the sources of its own platform. */
export interface PhotoSource {
  readonly byteLength: number
  /**
   * Reads bytes `[start, end)`, counted from 0.
   * @throws AppError PHOTO_UNREADABLE once the file is gone
   */
  slice(start: number, end: number): Promise<ArrayBuffer>
  /**
   * MD5 of all bytes, 32 lower-case hex digits.
   * @throws AppError PHOTO_UNREADABLE once the file is gone
   */
  md5(): Promise<string>
}

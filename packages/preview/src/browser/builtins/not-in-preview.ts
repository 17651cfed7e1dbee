/**
 * An observer for a boolean property that the preview does not support: setting it is an error, not a silent nothing.
 *
 * @param what the property as WXML writes it, such as `<swiper circular>`
 */
export function notInPreview(what: string): (value: unknown) => void {
  return (value) => {
    if (value) throw new Error(`${what} is not in the preview`)
  }
}

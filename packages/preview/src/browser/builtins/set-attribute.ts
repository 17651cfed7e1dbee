/** Sets an attribute of a component's host; false, null and the empty text remove it. */
export function setAttribute(
  host: HTMLElement | undefined,
  name: string,
  value: string | number | boolean | null | undefined,
): void {
  if (!host) return
  if (value === false || value === null || value === undefined || value === '') host.removeAttribute(name)
  else host.setAttribute(name, value === true ? '' : String(value))
}

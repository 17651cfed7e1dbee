/**
 * The trap of `tcb/uploadfile`: where the JSON text spells a character as `\uXXXX`, the service takes those six
 * characters for the path. A client must send the characters themselves, in UTF-8.
 *
 * @param bodyText a JSON object as it came
 * @returns `path` as the service understands it
 */
export function pathAsUnderstood(bodyText: string): unknown {
  // `\\u7167` is a backslash and five letters; only an escape that begins with a single backslash is one.
  const damaged = bodyText.replace(/\\(?:u([0-9a-f]{4})|.)/gis, (spelling, hex?: string) =>
    hex === undefined ? spelling : `\\\\u${hex}`,
  )
  return (JSON.parse(damaged) as { path?: unknown }).path
}

/** Header names come as the server or the system spelt them; ours are in lower case. */
export function lowerCased(header: Record<string, string> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(header ?? {}).map(([name, value]) => [name.toLowerCase(), value]))
}

const TYPES: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.heic': 'image/heic',
  '.bmp': 'image/bmp',
  '.svg': 'image/svg+xml',
  '.mp4': 'video/mp4',
  '.mov': 'video/quicktime',
  '.txt': 'text/plain',
  '.json': 'application/json',
  '.pdf': 'application/pdf',
  '.zip': 'application/zip',
}

/** The type that a client derives from a path's extension. */
export function contentTypeOf(path: string): string {
  return TYPES[dotExtension(path)] ?? 'application/octet-stream'
}

/** The extension of a name with its dot, or the one that fits a type; empty where neither says. */
export function extensionOf(name: string, type: string): string {
  const own = dotExtension(name)
  if (own) return own
  return Object.keys(TYPES).find((extension) => TYPES[extension] === type) ?? ''
}

function dotExtension(path: string): string {
  return /\.[a-z0-9]{1,8}$/i.exec(path)?.[0].toLowerCase() ?? ''
}

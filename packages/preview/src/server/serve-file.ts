import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
}

interface Options {
  readonly folder: string
  /** Path in the folder as the URL has it, percent-encoded. */
  readonly path: string
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

/** Sends one file of a folder, and nothing outside it. */
export async function serveFile({ folder, path, request, response }: Options): Promise<void> {
  const file = locate(folder, path)
  const found = file === null ? null : await stat(file).catch(() => null)
  if (file === null || !found?.isFile()) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found')
    return
  }

  response.writeHead(200, {
    'content-type': TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream',
    'content-length': found.size,
    'cache-control': 'no-store',
  })
  if (request.method === 'HEAD') response.end()
  else await pipeline(createReadStream(file), response)
}

function locate(folder: string, path: string): string | null {
  try {
    const file = normalize(join(folder, decodeURIComponent(path)))
    return file.startsWith(folder + sep) && !file.includes('\0') ? file : null
  } catch {
    // Not a percent-encoded path: no file has that name.
    return null
  }
}

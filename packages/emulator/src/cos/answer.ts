import type { ServerResponse } from 'node:http'
import { type XmlContent, xmlDocument } from './xml.js'

/** Ends the exchange without a body. */
export function sendEmpty(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.statusCode = status
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  if (status !== 204 && status !== 304) response.setHeader('Content-Length', 0)
  response.end()
}

/** Ends the exchange with 200 and an XML document. */
export function sendXml(response: ServerResponse, rootName: string, content: XmlContent): void {
  const body = xmlDocument(rootName, content)
  response.setHeader('Content-Type', 'application/xml')
  response.setHeader('Content-Length', Buffer.byteLength(body))
  response.end(body)
}

import { createHash } from 'node:crypto'
import { parseContentMd5, refuseOtherMd5 } from './content-md5.js'
import { CosError } from './cos-error.js'
import type { Exchange } from './exchange.js'
import { bytesOf } from './receive-body.js'
import { headerOf } from './request-header.js'

const XML_MAX_BYTES = 2 * 1024 * 1024

/** An element: its text, or its children by name. An element that is there once and one that is there twice look alike. */
export type XmlNode = string | { [name: string]: XmlNode[] }

/**
 * Reads the XML body of a request; checks Content-MD5 where there is one.
 * @throws CosError MissingRequestBodyError, XMLSizeLimit, MalformedXML, InvalidDigest, BadDigest
 */
export async function readXmlBody({ request }: Exchange, rootName: string): Promise<XmlNode> {
  const contentMd5 = parseContentMd5(headerOf(request.headers, 'content-md5'))
  const body = await readWithin(bytesOf(request), XML_MAX_BYTES)
  if (body.length === 0) throw new CosError('MissingRequestBodyError', 'Request body is empty.')
  refuseOtherMd5(contentMd5, createHash('md5').update(body).digest('hex'))

  const document = await parseXml(body.toString('utf8'))
  const root = childrenOf(document, rootName)[0]
  if (root === undefined) throw malformed()
  return root
}

/** The children of that name, none when the element holds text. */
export function childrenOf(node: XmlNode, name: string): XmlNode[] {
  return typeof node === 'string' ? [] : (node[name] ?? [])
}

/** The text of the first child of that name; undefined when there is none or it has children of its own. */
export function textOf(node: XmlNode, name: string): string | undefined {
  const child = childrenOf(node, name)[0]
  return typeof child === 'string' ? child : undefined
}

async function parseXml(text: string): Promise<XmlNode> {
  // Loaded here because the emulator must start fast.
  const { XMLParser, XMLValidator } = await import('fast-xml-parser')
  // No body of COS has a document type, and entities of one's own are how XML attacks begin.
  if (/<!DOCTYPE/i.test(text) || XMLValidator.validate(text) !== true) throw malformed()
  const parser = new XMLParser({
    ignoreAttributes: true,
    ignoreDeclaration: true,
    parseTagValue: false,
    trimValues: false,
    isArray: () => true,
  })
  try {
    return withoutWhitespace(parser.parse(text))
  } catch {
    // The parser throws on what it cannot read, which is the client's fault.
    throw malformed()
  }
}

/** Indentation between elements is no text; every list of children loses it. */
function withoutWhitespace(node: XmlNode): XmlNode {
  if (typeof node === 'string') return node
  const children = Object.entries(node).filter(([name]) => name !== '#text')
  return Object.fromEntries(children.map(([name, nodes]) => [name, nodes.map(withoutWhitespace)]))
}

async function readWithin(source: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let byteLength = 0
  for await (const chunk of source) {
    byteLength += chunk.length
    if (byteLength > maxBytes) throw new CosError('XMLSizeLimit', `An XML body has at most ${maxBytes} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function malformed(): CosError {
  return new CosError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  )
}

/** Content of an XML element: text, children, or (as an array) several elements of the same name. */
export type XmlContent = string | number | boolean | undefined | XmlContent[] | { [name: string]: XmlContent }

/** A whole XML document. A child that is `undefined` is left out. */
export function xmlDocument(rootName: string, content: XmlContent): string {
  return `<?xml version='1.0' encoding='utf-8' ?>\n${xmlElement(rootName, content)}`
}

function xmlElement(name: string, content: XmlContent): string {
  if (content === undefined) return ''
  if (Array.isArray(content)) return content.map((item) => xmlElement(name, item)).join('')
  if (typeof content !== 'object') return `<${name}>${escapeXml(String(content))}</${name}>`
  const children = Object.entries(content).map(([childName, child]) => xmlElement(childName, child))
  return `<${name}>${children.join('')}</${name}>`
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
}

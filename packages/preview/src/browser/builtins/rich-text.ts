import { defineBuiltin } from './builtin.js'
import { HOST_TRAITS } from './host-traits.js'

interface RichNode {
  readonly type?: 'node' | 'text'
  readonly text?: string
  readonly name?: string
  readonly attrs?: Readonly<Record<string, string>>
  readonly children?: readonly RichNode[]
}

/** Elements and attributes that `nodes` may hold; others are dropped, as WeChat does (component guide, "rich-text"). */
const TAGS = new Set(
  'a abbr b blockquote br code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins label li ol p q s small span strong sub sup table tbody td tfoot th thead tr u ul'.split(
    ' ',
  ),
)
const ATTRIBUTES = new Set(['class', 'style', 'src', 'alt', 'width', 'height', 'colspan', 'rowspan'])

/** Draws text and a list of safe elements. */
export const richText = defineBuiltin({
  template: '<native-div class="wx-rich-text"></native-div>',
  traits: HOST_TRAITS,
  properties: { nodes: null, space: String, userSelect: Boolean },
  observers: {
    nodes() {
      this.draw()
    },
  },
  lifetimes: {
    attached() {
      this.draw()
    },
  },
  methods: {
    draw() {
      const { nodes } = this.data
      const place = this._$.$$.querySelector('.wx-rich-text')
      place?.replaceChildren(...(typeof nodes === 'string' ? parse(nodes) : toNodes((nodes ?? []) as RichNode[])))
    },
  },
})

function toNodes(nodes: readonly RichNode[]): Node[] {
  return nodes.map((node) => {
    if (node.type === 'text' || node.name === undefined) return document.createTextNode(node.text ?? '')
    return create(node.name, Object.entries(node.attrs ?? {}), toNodes(node.children ?? []))
  })
}

function parse(html: string): Node[] {
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  return [...body.childNodes].map(copy)
}

function copy(node: Node): Node {
  if (!(node instanceof Element)) return document.createTextNode(node.textContent ?? '')
  const attributes = [...node.attributes].map(({ name, value }): [string, string] => [name, value])
  return create(node.localName, attributes, [...node.childNodes].map(copy))
}

function create(name: string, attributes: readonly (readonly [string, string])[], children: readonly Node[]): Node {
  if (!TAGS.has(name)) return document.createTextNode('')
  const element = document.createElement(name)
  for (const [attribute, value] of attributes) if (ATTRIBUTES.has(attribute)) element.setAttribute(attribute, value)
  element.append(...children)
  return element
}

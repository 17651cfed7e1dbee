type Data = Record<string, unknown>

/** A page as WeChat would make it of what a module hands to `Page()`. */
export interface CapturedPage {
  data: Data
  setData(changes: Data): void
  [member: string]: unknown
}

/** Runs a page's module and gives a live instance of it. @param load imports the module */
export async function capturePage(load: () => Promise<unknown>): Promise<CapturedPage> {
  let definition: Data | undefined
  ;(globalThis as { Page?: unknown }).Page = (options: Data) => {
    definition = options
  }
  await load()
  if (definition === undefined) throw new Error('the module called no Page()')
  const data = structuredClone((definition['data'] ?? {}) as Data)
  return Object.assign({ ...definition, data }, { setData: (changes: Data) => applyChanges(data, changes) })
}

/** Understands paths such as `tiles[3].percent`, as `setData` does. */
function applyChanges(data: Data, changes: Data): void {
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.replace(/\[(\d+)\]/g, '.$1').split('.')
    const last = keys.pop() as string
    const holder = keys.reduce<Data>((object, key) => object[key] as Data, data)
    holder[last] = value
  }
}

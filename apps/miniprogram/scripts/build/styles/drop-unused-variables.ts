import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import postcss, { type Declaration, type Root } from 'postcss'

/** Takes out of a built package's styles every variable that nothing uses: of TDesign's theme, nearly all. */
export async function dropUnusedVariables(folder: string): Promise<void> {
  const files = await filesOf(folder)
  const texts = new Map(await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')] as const)))
  const styles = new Map<string, Root>()
  for (const [file, text] of texts) if (file.endsWith('.wxss')) styles.set(file, postcss.parse(text))
  const elsewhere = [...texts].flatMap(([file, text]) => (styles.has(file) ? [] : [...namesIn(text)]))

  const used = usedVariables([...styles.values()], elsewhere)
  for (const [file, root] of styles) {
    root.walkDecls(/^--/, (declaration) => {
      if (!used.has(declaration.prop)) declaration.remove()
    })
    root.walkRules((rule) => {
      if (rule.nodes.length === 0) rule.remove()
    })
    // WeChat's own compiler does not take `@media … {}`.
    root.walkAtRules((rule) => {
      if (rule.nodes?.length === 0) rule.remove()
    })
    await writeFile(file, root.toString())
  }
}

/** What rules use, and what the values of those variables use in turn. */
function usedVariables(roots: readonly Root[], elsewhere: readonly string[]): Set<string> {
  const values = new Map<string, string[]>()
  const waiting = [...elsewhere]
  const take = ({ prop, value }: Declaration) => {
    if (prop.startsWith('--')) values.set(prop, [...(values.get(prop) ?? []), ...namesIn(value)])
    else waiting.push(...namesIn(value))
  }
  for (const root of roots) root.walkDecls(take)

  const used = new Set<string>()
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (used.has(name)) continue
    used.add(name)
    waiting.push(...(values.get(name) ?? []))
  }
  return used
}

/** Templates and scripts may name a variable without `var()`. */
function namesIn(text: string): string[] {
  return text.match(/--[a-z][\w-]*/gi) ?? []
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && /\.(wxss|wxml|wxs|js)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
}

import { readFile } from 'node:fs/promises'
import path from 'node:path'

/** Pages that the site map names and app.json does not, and the other way round: no official tool looks there. */
export async function findUnlistedPages(folder: string): Promise<string[]> {
  const app = await readJson<{ pages: string[]; sitemapLocation: string }>('app.json')
  const sitemap = await readJson<{ rules: { page: string }[] }>(app.sitemapLocation)
  const named = sitemap.rules.map(({ page }) => page)
  return [
    ...named
      .filter((page) => page !== '*' && !app.pages.includes(page))
      .map((page) => `sitemap names ${page}, which is no page`),
    ...(named.includes('*') ? [] : app.pages.filter((page) => !named.includes(page))).map(
      (page) => `no rule of the sitemap covers ${page}`,
    ),
  ]

  async function readJson<T>(file: string): Promise<T> {
    return JSON.parse(await readFile(path.join(folder, file), 'utf8')) as T
  }
}

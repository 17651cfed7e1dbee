import type { AppPackage } from './app-package.js'
import type { Problems } from './compile-error.js'
import type { AppConfig, WindowConfig } from './compiled-app.js'

interface AppJson {
  pages?: string[]
  subPackages?: { root: string; pages: string[] }[]
  subpackages?: { root: string; pages: string[] }[]
  window?: WindowConfig
  usingComponents?: Record<string, string>
  networkTimeout?: AppConfig['networkTimeout']
  darkmode?: boolean
  themeLocation?: string
  style?: string
  tabBar?: unknown
  plugins?: unknown
  renderer?: string
}

/** What `app.json` asks of the host. What the preview cannot give is a problem, never ignored. */
export function readAppConfig(app: AppPackage, problems: Problems) {
  const json = app.readJson<AppJson>('app.json')
  if (json.tabBar) problems.add('app.json: tabBar is not in the preview')
  if (json.plugins) problems.add('app.json: plugins are not in the preview')
  if (json.renderer === 'skyline') problems.add('app.json: the Skyline renderer is not in the preview')

  const subpackages = json.subPackages ?? json.subpackages ?? []
  const pages = [
    ...(json.pages ?? []),
    ...subpackages.flatMap(({ root, pages }) => pages.map((page) => `${root}/${page}`)),
  ]
  if (pages.length === 0) problems.add('app.json: pages is empty')

  const config: AppConfig = {
    pages: pages.map((page) => page.replaceAll('//', '/')),
    window: json.window ?? {},
    networkTimeout: json.networkTimeout ?? {},
    darkmode: json.darkmode ?? false,
    isStyleV2: json.style === 'v2',
    themes: { light: {}, dark: {}, ...(json.themeLocation ? app.readJson<object>(json.themeLocation) : {}) },
  }
  return { config, usingComponents: json.usingComponents ?? {} }
}

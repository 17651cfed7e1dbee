/** A browser that playwright-core can drive. */
export interface FoundBrowser {
  executablePath: string
  /** What its process needs beyond our own environment. */
  env: Record<string, string>
}

/** `app.json`, as far as the preview reads it. */
export interface AppConfig {
  readonly pages: readonly string[]
  readonly window: WindowConfig
  readonly networkTimeout: Partial<Record<'request' | 'uploadFile' | 'downloadFile', number>>
  /** Whether the app follows the phone's dark mode; without it `theme` is always light. */
  readonly darkmode: boolean
  /** `"style": "v2"`: the newer look of WeChat's own components. */
  readonly isStyleV2: boolean
  /** `theme.json`: values for `@name` in window fields. */
  readonly themes: Readonly<Record<'light' | 'dark', Readonly<Record<string, string>>>>
}

/** The window fields of `app.json` or of one page. Colours may be `@name`, which `theme.json` resolves. */
export interface WindowConfig {
  readonly navigationBarTitleText?: string
  readonly navigationBarBackgroundColor?: string
  readonly navigationBarTextStyle?: string
  readonly navigationStyle?: string
  readonly backgroundColor?: string
  readonly backgroundTextStyle?: string
  readonly enablePullDownRefresh?: boolean
  /** Pixels from the end at which `onReachBottom` fires; 50 by default. */
  readonly onReachBottomDistance?: number
}

/** One page or component with what glass-easel needs to register it. */
export interface CompiledComponent {
  readonly isPage: boolean
  /** The component's own JSON; `usingComponents` maps tags to absolute ids such as `/components/tile/index`. */
  readonly config: ComponentConfig
  /** Prefix that the class selectors of its style sheet carry; null where its styles are shared. */
  readonly styleScope: string | null
}

export interface ComponentConfig extends WindowConfig {
  readonly component?: boolean
  readonly usingComponents: Readonly<Record<string, string>>
  readonly componentGenerics?: unknown
  readonly componentPlaceholder?: Readonly<Record<string, string>>
  readonly styleIsolation?: string
  readonly addGlobalClass?: boolean
  readonly pureDataPattern?: string
}

/** One CommonJS module. */
export interface CompiledModule {
  readonly code: string
  /** What each `require` argument in the code resolves to. */
  readonly dependencies: Readonly<Record<string, string>>
}

/** A built mini-program, ready for the browser; plain JSON. */
export interface CompiledApp {
  readonly config: AppConfig
  /** By id: the path in the package without extension. Dependencies come before their users. */
  readonly components: Readonly<Record<string, CompiledComponent>>
  /** Style sheets by component id, and the app's own under `app`. */
  readonly styles: Readonly<Record<string, string>>
  /** A JavaScript expression whose value holds the template functions by component id. */
  readonly templates: string
  /** By file name, `.js` included. */
  readonly modules: Readonly<Record<string, CompiledModule>>
}

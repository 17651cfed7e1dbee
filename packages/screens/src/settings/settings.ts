import type { KeyValueStore } from '@photolift/platform'

export interface Settings {
  /** 先排好再传: photos wait after the pick until the person lets them go. */
  arrangeFirst: boolean
  /** `compressed`: no side longer than 2560 pixels. */
  quality: 'compressed' | 'original'
  /** What photos tell of the moment they were taken. */
  metadata: 'strip-location' | 'strip-all' | 'keep'
  /** When Wi-Fi gives way to mobile data while much is left to send. */
  mobileData: 'ask' | 'use'
}

/** The values that a setting with a choice takes, the default first. */
export const SETTING_CHOICES: { readonly [Name in ChosenSetting]: readonly Settings[Name][] } = {
  quality: ['compressed', 'original'],
  metadata: ['strip-location', 'strip-all', 'keep'],
  mobileData: ['ask', 'use'],
}

export type ChosenSetting = Exclude<keyof Settings, 'arrangeFirst'>

export const DEFAULT_SETTINGS: Settings = {
  arrangeFirst: false,
  quality: 'compressed',
  metadata: 'strip-location',
  mobileData: 'ask',
}

/** The person's choices, kept on the phone. */
export interface SettingsStore {
  /** The defaults, until {@link load} is done. */
  get(): Settings
  load(): Promise<void>
  /** Holds at once; rejects with AppError STORAGE_FULL when it could not be kept. */
  set(change: Partial<Settings>): Promise<void>
  /** @returns a function that stops listening */
  onChange(listener: (settings: Settings) => void): () => void
}

const KEY = 'settings'

export function createSettingsStore(store: KeyValueStore): SettingsStore {
  const listeners = new Set<(settings: Settings) => void>()
  let settings = DEFAULT_SETTINGS

  function hold(next: Settings): void {
    settings = next
    for (const listener of listeners) listener(settings)
  }

  return {
    get: () => settings,
    async load() {
      // A browser that lets a page keep nothing has nothing of ours: the defaults hold.
      const kept = await store.get(KEY).catch(() => undefined)
      if (kept !== undefined) hold(readSettings(kept))
    },
    async set(change) {
      hold({ ...settings, ...change })
      await store.set(KEY, JSON.stringify(settings))
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** What an older or newer version of the app wrote: whatever is not understood is the default. */
function readSettings(text: string): Settings {
  const kept = parseObject(text)
  return {
    arrangeFirst: kept['arrangeFirst'] === true,
    quality: readChoice(kept, 'quality'),
    metadata: readChoice(kept, 'metadata'),
    mobileData: readChoice(kept, 'mobileData'),
  }
}

function readChoice<Name extends ChosenSetting>(kept: Record<string, unknown>, name: Name): Settings[Name] {
  return SETTING_CHOICES[name].find((choice) => choice === kept[name]) ?? DEFAULT_SETTINGS[name]
}

function parseObject(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>
  } catch {
    // Half written, or not ours: the person finds the defaults, as on a new phone.
    return {}
  }
}

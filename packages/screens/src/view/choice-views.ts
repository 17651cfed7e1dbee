import { type ChosenSetting, SETTING_CHOICES, type Settings } from '../settings/settings.js'
import { formatLimit } from '../text/error-message.js'
import type { SettingsText } from '../text/settings.js'

/** One answer of a setting, as a sheet shows it. */
export interface ChoiceView {
  value: string
  name: string
  note: string
  chosen: boolean
}

export interface ChoiceContext {
  settings: Settings
  text: SettingsText
  /** Of one photo, from login. */
  photoMaxBytes: number
}

export function toChoiceViews(setting: ChosenSetting, { settings, text, photoMaxBytes }: ChoiceContext): ChoiceView[] {
  return SETTING_CHOICES[setting].map((value) => {
    const { name, note } = (text[setting] as Record<string, { name: string; note: string }>)[value] ?? EMPTY
    return {
      value,
      name,
      note: note.replace('{limit}', formatLimit(photoMaxBytes)),
      chosen: settings[setting] === value,
    }
  })
}

const EMPTY = { name: '', note: '' }

import { CHOICES, type Conditions } from '../../conditions.js'
import type { PreviewHandle } from '../../preview-handle.js'
import { element } from '../screen/element.js'
import { DEVICE_HEIGHTS } from './device-sizes.js'
import { PANEL_TEXTS } from './panel-texts.js'

const FIELDS = [
  'network',
  'privacy',
  'stage',
  'theme',
  'language',
  'album',
  'platform',
  'person',
  'openid',
  'containerErrors',
  'coldStarts',
  'without',
] as const

interface Options {
  readonly conditions: Conditions
  readonly width: string
  /** The running app; undefined while it starts. */
  readonly preview: () => PreviewHandle | undefined
  readonly onChange: (change: Partial<Conditions>) => void
  readonly onWidth: (width: string) => void
  readonly onRestart: () => void
  readonly onAlone: () => void
}

/** The panel beside the phone. */
export function createPanel(options: Options): HTMLElement {
  const { conditions, width, preview, onChange, onWidth, onRestart, onAlone } = options
  const texts = PANEL_TEXTS[conditions.language]
  const status = element('p', { role: 'status' })
  const clear = async () => {
    await preview()?.clear()
    onRestart()
  }

  const controls = FIELDS.map((name) => {
    const choices = (CHOICES as Record<string, readonly string[]>)[name]
    const control = choices
      ? select(choices, conditions[name], texts.choices)
      : element('input', { value: conditions[name] })
    control.name = name
    control.addEventListener('change', () => tell(control, () => onChange({ [name]: control.value })))
    follow(control, () => preview()?.conditions[name])
    return element('label', {}, [texts.fields[name], control])
  })
  const widths = select(Object.keys(DEVICE_HEIGHTS), width, {})
  widths.name = 'width'
  widths.addEventListener('change', () => onWidth(widths.value))

  watch(status, preview, texts)
  return element('aside', { class: 'panel' }, [
    element('h1', {}, [texts.title]),
    ...controls,
    element('label', {}, [texts.fields.width, widths]),
    element('div', { class: 'actions' }, [
      button(texts.restart, onRestart),
      button(texts.clear, () => void clear()),
      button(texts.memory, () => preview()?.warnOfMemory()),
      button(texts.alone, onAlone),
    ]),
    status,
  ])
}

/** Takes a value over, or says in place what is wrong with it. */
function tell(control: HTMLInputElement | HTMLSelectElement, change: () => void): void {
  try {
    change()
    control.setCustomValidity('')
  } catch (error) {
    control.setCustomValidity((error as Error).message)
  }
  control.reportValidity()
}

/** Shows a value that changes by itself or by a fault, so that it can be set to the same again. */
function follow(control: HTMLInputElement | HTMLSelectElement, value: () => string | undefined): void {
  setInterval(() => {
    if (document.activeElement !== control) control.value = value() ?? control.value
  }, 500)
}

function watch(status: HTMLElement, preview: Options['preview'], texts: (typeof PANEL_TEXTS)['en']): void {
  setInterval(() => {
    const running = preview()
    if (!running) return
    const { requestCount, errors } = running
    const parts = [texts.requests(requestCount), ...(errors.length > 0 ? [texts.errors(errors.length)] : [])]
    status.textContent = parts.join(' · ')
    status.classList.toggle('is-failing', errors.length > 0)
  }, 500)
}

function select(
  choices: readonly string[],
  chosen: string,
  names: Readonly<Record<string, string>>,
): HTMLSelectElement {
  return element(
    'select',
    {},
    choices.map((choice) =>
      element('option', { value: choice, selected: choice === chosen }, [names[choice] ?? choice]),
    ),
  )
}

function button(text: string, onClick: () => void): HTMLButtonElement {
  const node = element('button', { type: 'button' }, [text])
  node.addEventListener('click', onClick)
  return node
}

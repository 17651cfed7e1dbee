import { type Conditions, DEFAULT_CONDITIONS, parseConditions } from '../../conditions.js'
import { DEFAULT_WIDTH, DEVICE_HEIGHTS } from './device-sizes.js'
import { createFaultPanel } from './fault-panel.js'
import { createPanel } from './panel.js'
import { PhoneFrame } from './phone-frame.js'

/** In narrower windows there is no room for a frame: the app fills them. */
const NARROWEST_FRAME = 700
/** What the app reads once, when it starts. Other changes reach it while it runs. */
const READ_AT_START: readonly (keyof Conditions)[] = ['language', 'platform', 'person', 'openid', 'without']

const query = new URLSearchParams(location.search)
if (window.innerWidth < NARROWEST_FRAME) location.replace(`/?${new URLSearchParams([...query, ['bare', '1']])}`)
else showFrame()

function showFrame(): void {
  let conditions: Conditions = { ...DEFAULT_CONDITIONS, ...parseConditions(Object.fromEntries(query)) }
  let width = DEVICE_HEIGHTS[query.get('width') ?? ''] ? (query.get('width') ?? DEFAULT_WIDTH) : DEFAULT_WIDTH
  const frame = new PhoneFrame()
  const preview = () => frame.app?.preview
  Object.defineProperty(window, 'preview', { get: preview, configurable: true })

  frame.setWidth(width)
  document.body.append(frame.element)
  draw()
  frame.load(conditions, query)

  function draw(): void {
    for (const panel of document.querySelectorAll('.panel')) panel.remove()
    const onRestart = () => frame.load(conditions, query)
    const panel = createPanel({
      conditions,
      width,
      preview,
      onChange: change,
      onWidth: (next) => {
        width = next
        frame.setWidth(next)
        remember()
      },
      onRestart,
      onAlone: () => window.open(`/?${new URLSearchParams({ ...conditions, bare: '1' })}`),
    })
    document.body.append(
      panel,
      createFaultPanel({ language: conditions.language, preview, onChange: change, onRestart }),
    )
  }

  function change(values: Partial<Conditions>): void {
    conditions = { ...conditions, ...parseConditions(values) }
    remember()
    const mustRestart = READ_AT_START.some((name) => name in values)
    if (!mustRestart) preview()?.set(values)
    if ('language' in values) draw()
    if (mustRestart) frame.load(conditions, query)
  }

  /** A reload shows the same phone. */
  function remember(): void {
    for (const [name, value] of Object.entries({ ...conditions, width })) query.set(name, value)
    history.replaceState(null, '', `/?${query}`)
  }
}

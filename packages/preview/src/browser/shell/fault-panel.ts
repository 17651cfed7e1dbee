import { type Conditions, faultsOf, TRANSFER_FAULTS, type TransferFault } from '../../conditions.js'
import type { PreviewHandle } from '../../preview-handle.js'
import { element } from '../screen/element.js'
import { FAULT_TEXTS, type PhoneFault } from './fault-texts.js'

/** Longer than the 5 s after which WeChat cuts what an app in the background has under way. */
const BACKGROUND_MS = 6_000
const SERVICE_RESTART_MS = 8_000
const LOOK_EVERY_MS = 250

interface Options {
  readonly language: Conditions['language']
  /** The running app; undefined while it starts. */
  readonly preview: () => PreviewHandle | undefined
  /** Changes conditions for good. */
  readonly onChange: (change: Partial<Conditions>) => void
  readonly onRestart: () => void
}

interface Fault {
  readonly name: PhoneFault | TransferFault
  readonly act: (now: Readonly<Conditions>) => void
  /** Whether it holds now. */
  readonly holds: (now: Readonly<Conditions>) => boolean
}

/** Buttons that let something go wrong, each with a line that says what happens. */
export function createFaultPanel({ language, preview, onChange, onRestart }: Options): HTMLElement {
  const texts = FAULT_TEXTS[language]
  /** Changes a condition for a while; a reload does not bring it back. */
  const forAWhile = (during: Partial<Conditions>, after: Partial<Conditions>, durationMs: number) => {
    preview()?.set(during)
    setTimeout(() => preview()?.set(after), durationMs)
  }
  const faults: readonly Fault[] = [
    {
      name: 'background',
      act: () => forAWhile({ stage: 'background' }, { stage: 'foreground' }, BACKGROUND_MS),
      holds: ({ stage }) => stage === 'background',
    },
    {
      name: 'offline',
      act: ({ network }) => onChange({ network: network === 'none' ? 'wifi' : 'none' }),
      holds: ({ network }) => network === 'none',
    },
    {
      name: 'mobileData',
      act: ({ network }) => onChange({ network: network === '4g' ? 'wifi' : '4g' }),
      holds: ({ network }) => network === '4g',
    },
    { name: 'relaunch', act: onRestart, holds: () => false },
    ...TRANSFER_FAULTS.map((name) => ({
      name,
      act: (now: Readonly<Conditions>) => preview()?.set({ faults: [...faultsOf(now), name].join(',') }),
      holds: (now: Readonly<Conditions>) => faultsOf(now).includes(name),
    })),
    {
      name: 'serviceRestart',
      act: () => forAWhile({ service: 'stopped' }, { service: 'running' }, SERVICE_RESTART_MS),
      holds: ({ service }) => service === 'stopped',
    },
    {
      name: 'storageFull',
      act: ({ storage }) => onChange({ storage: storage === 'full' ? 'free' : 'full' }),
      holds: ({ storage }) => storage === 'full',
    },
  ]

  const rows = faults.map((fault) => {
    const { name, line } = texts.faults[fault.name]
    const count = element('span', { class: 'fault-count' })
    const button = element('button', { type: 'button', name: fault.name }, [name])
    button.addEventListener('click', () => {
      const running = preview()
      if (running) fault.act(running.conditions)
      look()
    })
    return { fault, button, count, node: element('li', {}, [button, count, element('p', {}, [line])]) }
  })
  function look(): void {
    const now = preview()?.conditions
    if (!now) return
    for (const { fault, button, count } of rows) {
      button.setAttribute('aria-pressed', String(fault.holds(now)))
      const waiting = faultsOf(now).filter((name) => name === fault.name).length
      count.textContent = waiting > 0 ? texts.waiting(waiting) : ''
    }
  }
  setInterval(look, LOOK_EVERY_MS)
  look()

  return element('aside', { class: 'panel faults' }, [
    element('h1', {}, [texts.title]),
    element(
      'ul',
      {},
      rows.map(({ node }) => node),
    ),
  ])
}

import type { ChoiceView } from '@photolift/screens'
import { moveByArrows } from './arrow-keys.js'
import { Icon } from './icon.js'

/** The answers of a setting, one of which holds. */
export function Choices(props: { label: string; choices: readonly ChoiceView[]; onChoose: (value: string) => void }) {
  return (
    <div class="choices" role="radiogroup" aria-label={props.label} onKeyDown={moveByArrows}>
      {props.choices.map(({ value, name, note, chosen }) => (
        // biome-ignore lint/a11y/useSemanticElements: a radio's look cannot be a card with two lines.
        <button
          key={value}
          type="button"
          role="radio"
          aria-checked={chosen}
          tabIndex={chosen ? 0 : -1}
          class={`bare choice ${chosen ? 'choice--chosen' : ''}`}
          onClick={() => props.onChoose(value)}
        >
          <span class="choice__about">
            <span class="block">{name}</span>
            <span class="block choice__note">{note}</span>
          </span>
          <span class="choice__box">
            <Icon name="check-bold" />
          </span>
        </button>
      ))}
    </div>
  )
}

export function Switch(props: { class: string; name: string; note: string; on: boolean; onToggle: () => void }) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={props.on}
      aria-label={props.name}
      class={`bare ${props.class}`}
      onClick={props.onToggle}
    >
      <span class="choice__about">
        <span class="block">{props.name}</span>
        <span class="block choice__note">{props.note}</span>
      </span>
      <span class={`switch ${props.on ? 'switch--on' : ''}`} aria-hidden="true" />
    </button>
  )
}

import type { ComponentChildren } from 'preact'
import { Sheet } from './sheet.js'

interface QuestionSheetProps {
  question: string
  /** What the deed does. */
  text: string
  /** Stands over the question. */
  above?: ComponentChildren
  safeWords: string
  onSafe: () => void
  deedWords: string
  deedLook: 'primary' | 'quietbad' | 'danger'
  onDeed: () => void
}

/** A question with a safe answer, on the left and everywhere outside, and a deed. */
export function QuestionSheet(props: QuestionSheetProps) {
  return (
    <Sheet title={props.question} above={props.above} onDismiss={props.onSafe}>
      <p class="sheet__text">{props.text}</p>
      <div class="sheet__actions">
        <button type="button" class="btn btn--neutral" onClick={props.onSafe}>
          {props.safeWords}
        </button>
        <button type="button" class={`btn btn--${props.deedLook}`} onClick={props.onDeed}>
          {props.deedWords}
        </button>
      </div>
    </Sheet>
  )
}

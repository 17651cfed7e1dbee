import { defineTrait } from './builtin.js'

/** What a form asks of a field in it. */
interface FormField {
  readonly name: string
  value(): unknown
  reset(): void
}

/** A component that a `<label>` can act on. */
interface Labelled {
  activate(): void
}

const fields = new WeakMap<Element, FormField>()
const labelled = new WeakMap<Element, Labelled>()

/** A component with a value that a form submits. Its methods `formValue` and `resetForm` say which and how. */
export const formField = defineTrait({
  properties: { name: String },
  lifetimes: {
    attached() {
      const field = this as typeof this & { formValue(): unknown; resetForm(): void }
      fields.set(this._$.$$, {
        get name() {
          return field.data.name
        },
        value: () => field.formValue(),
        reset: () => field.resetForm(),
      })
    },
  },
})

/** A component that a tap on its label activates, through its method `activate`. */
export const labellable = defineTrait({
  lifetimes: {
    attached() {
      labelled.set(this._$.$$, this as unknown as Labelled)
    },
  },
})

/** The named fields inside a form, in document order. */
export function fieldsIn(form: Element): FormField[] {
  return [...form.querySelectorAll('*')]
    .flatMap((element) => fields.get(element) ?? [])
    .filter(({ name }) => name !== '')
}

/** What a label stands for: the element with that id, or the first one inside it that can be activated. */
export function labelTarget(label: Element, id: string): Labelled | undefined {
  const candidates = id ? [document.getElementById(id)] : [...label.querySelectorAll('*')]
  for (const element of candidates) {
    const target = element && labelled.get(element)
    if (target) return target
  }
  return undefined
}

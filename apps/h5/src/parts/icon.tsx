/** One of styles/icons.css, in the colour of the text around it. */
export function Icon({ name, class: more = '' }: { name: string; class?: string }) {
  return <i class={`icon icon--${name} ${more}`} aria-hidden="true" />
}

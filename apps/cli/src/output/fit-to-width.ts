import stringWidth from 'string-width'

/** Shortens a text to so many columns of a screen, on which a Chinese character takes two. Its end stays: there the name's type is. */
export function fitToWidth(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text
  const letters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment)
  let end = ''
  for (const letter of letters.toReversed()) {
    if (stringWidth(letter + end) + 1 > columns) break
    end = letter + end
  }
  return `…${end}`
}

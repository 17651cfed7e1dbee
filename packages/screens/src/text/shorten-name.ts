/** Widths in halves of a Chinese character: what fits on one row beside a picture and a button on a narrow phone. */
const ROW_WIDTH = 20

/** With its dot. What is longer is a part of the name, and may be as long as a file system lets it be. */
const LONGEST_EXTENSION = 6

/**
 * Cuts the middle out of a long file name: its first characters stay, and the last three with the extension.
 *
 * @param width in Latin letters; Chinese characters and emoji count as two. Default 20
 */
export function shortenName(name: string, width = ROW_WIDTH): string {
  const characters = splitCharacters(name)
  if (widthOf(characters) <= width) return name

  const dot = characters.lastIndexOf('.')
  const end = dot > 0 && characters.length - dot <= LONGEST_EXTENSION ? dot : characters.length
  const tail = characters.slice(Math.max(0, end - 3))
  const head: string[] = []
  let left = width - widthOf(tail) - 1
  for (const character of characters) {
    left -= widthOf([character])
    if (left < 0) break
    head.push(character)
  }
  return `${head.join('')}…${tail.join('')}`
}

/** A letter or a whole emoji each: with its skin tone, its joined parts or both halves of a flag. `Intl.Segmenter` is missing on phones. */
function splitCharacters(text: string): string[] {
  return text.match(/\p{Regional_Indicator}{2}|\P{M}(?:\p{M}|\p{Emoji_Modifier}|\u200d\P{M})*|\p{M}/gsu) ?? []
}

function widthOf(characters: readonly string[]): number {
  return characters.reduce((width, character) => width + ((character.codePointAt(0) ?? 0) < 0x1100 ? 1 : 2), 0)
}

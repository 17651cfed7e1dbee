/**
 * Text from outside, such as a file's name, for a screen or a line of output: one line, without anything that moves the cursor, colours,
 * or turns the direction of reading.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu, '\ufffd')
}
